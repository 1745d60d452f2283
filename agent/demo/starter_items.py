"""The words and numbers of the starter catalogue: a small shop of picture-and-sound cards.

Knows nothing of how a picture is drawn or a sound made: `starter.py` joins them by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["ITEMS", "Card", "Loudness"]

Loudness = Literal["quiet", "medium", "loud"]


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the shop. `price` is in euros; `loudness` is None where the card plays no sound.

    `pictures` and `sound` are names of drawings and sounds.
    """

    name: str
    title: tuple[str, str]
    text: tuple[str, str]
    category: str
    colour: tuple[str, ...]
    mood: tuple[str, ...]
    price: float
    added: str
    pictures: tuple[str, ...] = ()
    loudness: Loudness | None = None

    @property
    def sound(self) -> str | None:
        """The name of its sound, or None."""
        return self.name if self.loudness else None


def _card(
    name: str, title: str, title_zh: str, text: str, text_zh: str, category: str, colour: str, mood: str,
    price: float, added: str, loudness: Loudness | None = None, pictures: str | None = None,
) -> Card:  # fmt: skip
    shown = (name if pictures is None else pictures).split()
    return Card(
        name, (title, title_zh), (text, text_zh), category, tuple(colour.split()), tuple(mood.split()), price, added,
        tuple(shown), loudness,
    )  # fmt: skip


ITEMS: tuple[Card, ...] = (
    _card("drum", "Red drum", "红色小鼓",
          "A red drum with golden rims and two wooden sticks. It plays a lively rhythm of kick, snare and hi-hat.",
          "一面镶金边的红色小鼓，配两根木鼓槌，敲出活泼的节奏。",
          "music", "red gold white", "lively playful", 24.5, "2026-03-02", "loud"),
    _card("guitar", "Acoustic guitar", "木吉他",
          "A six-string wooden guitar. Its strings are strummed slowly, down and up again.",
          "一把六弦木吉他，琴弦被缓缓扫过，又轻轻扫回来。",
          "music", "brown orange", "warm calm", 89.0, "2025-11-14", "medium"),
    _card("piano", "Upright piano", "立式钢琴",
          "A black upright piano with a sheet of music on its stand. It plays a gentle tune and ends on a chord.",
          "一架黑色立式钢琴，谱架上放着乐谱，弹出轻柔的旋律。",
          "music", "black white", "calm elegant", 480.0, "2025-06-20", "medium"),
    _card("bell", "Golden bell", "金色的铃铛",
          "A shining golden bell that rings three clear strokes, each fading slowly.",
          "一只闪亮的金色铃铛，清脆地响三下，余音悠长。",
          "music", "gold yellow", "festive bright", 15.0, "2025-12-01", "loud"),
    _card("flute", "Silver flute", "银色长笛",
          "A silver concert flute with round keys. It plays a soft, airy melody.",
          "一支银色长笛，按键圆润，吹出柔和空灵的旋律。",
          "music", "silver blue", "calm dreamy", 120.0, "2026-01-18", "quiet"),
    _card("violin", "Violin and bow", "小提琴和琴弓",
          "A reddish-brown violin with its bow. Four long bowed notes with vibrato climb upwards.",
          "一把红棕色的小提琴和一支琴弓，拉出四个向上的长音。",
          "music", "brown red", "romantic elegant", 210.0, "2026-02-09", "medium"),
    _card("trumpet", "Brass trumpet", "铜管小号",
          "A golden trumpet with three valves that plays a proud fanfare.",
          "一支有三个活塞的金色小号，吹响雄壮的号角。",
          "music", "gold blue", "proud festive", 95.0, "2026-04-11", "loud"),
    _card("rain", "Rain on an umbrella", "雨中的红伞",
          "A red umbrella under grey clouds in steady rain. Drops patter softly.",
          "灰色云层下的一把红伞，雨点淅淅沥沥地落下。",
          "weather", "grey red blue", "calm melancholy", 6.5, "2025-10-03", "quiet"),
    _card("thunder", "Thunderstorm at night", "夜晚的雷雨",
          "Yellow lightning splits a dark violet sky. A sharp crack is followed by rolling thunder.",
          "黄色闪电划破深紫色的夜空，一声炸雷之后雷声滚滚。",
          "weather", "violet yellow black", "dramatic scary", 8.0, "2025-10-03", "loud"),
    _card("waves", "Sea waves on the beach", "海浪与沙滩",
          "Blue waves with white crests roll onto a sandy beach with two starfish. The surf comes and goes.",
          "蓝色的海浪卷着白色浪花涌上沙滩，沙上有两只海星，涛声起落。",
          "nature", "blue white sand", "calm fresh", 7.5, "2026-05-22", "quiet"),
    _card("sun", "Sunny meadow", "阳光下的草地",
          "A big yellow sun shines over green hills with white and pink flowers.",
          "大大的黄太阳照着绿色山坡，草地上开着白色和粉色的小花。",
          "weather", "yellow green blue", "happy bright", 4.0, "2026-06-01"),
    _card("snowman", "Snowman with a red scarf", "戴红围巾的雪人",
          "A white snowman with a black hat, a carrot nose and a red scarf stands among fir trees in falling snow.",
          "白色的雪人戴着黑帽子和红围巾，鼻子是胡萝卜，站在飘雪的冷杉林里。",
          "weather", "white red blue", "happy playful cold", 5.5, "2025-12-06"),
    _card("moon", "Full moon over the lake", "湖上的满月",
          "A pale full moon and stars above a dark blue lake. Crickets chirp in the night.",
          "淡黄的满月和星星挂在深蓝的湖面上，夜里蟋蟀在鸣叫。",
          "nature", "blue yellow black", "calm dreamy", 9.0, "2026-01-30", "quiet"),
    _card("mountain", "Mountain lake", "高山湖泊",
          "A snow-capped mountain is mirrored in a still blue lake at dawn.",
          "清晨，雪山倒映在宁静的蓝色湖水中。",
          "nature", "blue grey white", "calm fresh", 12.0, "2025-08-17"),
    _card("campfire", "Campfire under the stars", "星空下的篝火",
          "Orange flames leap from crossed logs on a starry night. The wood crackles.",
          "星空之夜，橙色的火焰从木柴上升起，木头噼啪作响。",
          "nature", "orange red black", "warm cosy", 9.5, "2025-09-12", "medium"),
    _card("frog", "Green frog", "绿色的青蛙",
          "A smiling green frog sits on a lily pad in the pond and croaks.",
          "一只微笑的绿青蛙蹲在池塘的荷叶上，呱呱地叫。",
          "animals", "green yellow", "funny playful", 6.0, "2026-04-02", "medium"),
    _card("cat", "Ginger cat", "橘猫",
          "A striped ginger cat with green eyes sits upright and meows twice.",
          "一只绿眼睛的条纹橘猫端坐着，喵喵叫了两声。",
          "animals", "orange white", "cute curious", 7.0, "2026-03-15", "medium"),
    _card("dog", "Brown dog", "棕色的小狗",
          "A friendly brown and white dog with a red collar barks in the meadow.",
          "一只戴红项圈的棕白色小狗在草地上汪汪叫。",
          "animals", "brown white", "cute lively", 7.0, "2026-03-15", "loud"),
    _card("bird", "Blue songbird", "蓝色的小鸟",
          "A blue bird with an orange breast sits on a branch and sings with bright chirps and trills.",
          "一只橙色胸脯的蓝色小鸟站在树枝上，叽叽喳喳地唱歌。",
          "animals", "blue orange", "happy bright", 8.5, "2026-05-05", "medium"),
    _card("bee", "Busy bee", "忙碌的蜜蜂",
          "A yellow and black striped bee buzzes over a pink flower.",
          "一只黄黑条纹的蜜蜂在粉色花朵上嗡嗡飞舞。",
          "animals", "yellow black pink", "lively busy", 4.5, "2026-05-11", "quiet"),
    _card("cow", "Spotted cow", "黑白花奶牛",
          "A white cow with black spots stands on a green meadow and gives one long moo.",
          "一头黑白花奶牛站在绿草地上，长长地哞了一声。",
          "animals", "white black green", "calm funny", 11.0, "2025-07-08", "loud"),
    _card("duck", "Yellow duck", "黄色的小鸭子",
          "A yellow duck swims on blue water and quacks.",
          "一只黄色的小鸭子在蓝色的水面上游，嘎嘎地叫。",
          "animals", "yellow blue", "cute funny", 3.5, "2026-04-20", "medium"),
    _card("goldfish", "Goldfish", "金鱼",
          "An orange goldfish glides silently between water plants and bubbles.",
          "一条橙色的金鱼在水草和气泡间静静地游。",
          "animals", "orange blue", "calm peaceful", 5.0, "2025-09-28"),
    _card("owl", "Brown owl", "棕色的猫头鹰",
          "A brown owl with large amber eyes sits on a branch at night and hoots deeply.",
          "一只琥珀色大眼睛的棕色猫头鹰夜里站在树枝上，低沉地叫。",
          "animals", "brown yellow blue", "mysterious calm", 10.5, "2025-10-29", "quiet"),
    _card("butterfly", "Monarch butterfly", "帝王蝶",
          "An orange and black butterfly spreads its wings with white dots along the edges.",
          "一只橙黑相间的蝴蝶展开翅膀，边缘点缀着白点。",
          "animals", "orange black violet", "elegant peaceful", 3.0, "2026-06-12"),
    _card("train", "Steam train", "蒸汽火车",
          "A green steam locomotive with a red cab puffs along the rails and whistles.",
          "一辆绿色的蒸汽机车，红色驾驶室，冒着白烟沿铁轨开来，鸣响汽笛。",
          "vehicles", "green red black", "lively nostalgic", 34.0, "2025-05-16", "loud"),
    _card("car", "Red car", "红色小汽车",
          "A red saloon car drives along the road and honks twice.",
          "一辆红色小轿车在路上行驶，按了两声喇叭。",
          "vehicles", "red grey", "lively modern", 18.0, "2025-11-02", "loud"),
    _card("fire-engine", "Fire engine", "消防车",
          "A red fire engine with a ladder and a blue light. Its siren wails in two tones.",
          "一辆带云梯和蓝色警灯的红色消防车，警笛高低交替地响。",
          "vehicles", "red white blue", "urgent lively", 29.0, "2026-02-21", "loud"),
    _card("sailing-boat", "Sailing boat", "帆船",
          "A wooden boat with one white and one red sail glides over the blue sea.",
          "一艘木船张着一白一红两面帆，在蓝色的海面上航行。",
          "vehicles", "blue white red", "calm free", 21.0, "2026-06-18"),
    _card("rocket", "Space rocket", "太空火箭",
          "A white rocket with red fins lifts off among the stars with a deep roar.",
          "一枚红色尾翼的白色火箭在星空中升起，发出低沉的轰鸣。",
          "vehicles", "white red violet", "exciting dramatic", 39.0, "2026-01-05", "loud"),
    _card("bicycle", "Blue bicycle", "蓝色自行车",
          "A blue bicycle with a leather saddle and a brass bell that rings brightly.",
          "一辆蓝色自行车，皮车座，黄铜车铃叮铃作响。",
          "vehicles", "blue brown", "free fresh", 26.0, "2025-04-25", "medium"),
    _card("balloon", "Hot-air balloon", "热气球",
          "A striped balloon in red, yellow and green floats above white clouds with its basket.",
          "红黄绿条纹的热气球带着吊篮飘在白云之上。",
          "vehicles", "red yellow green", "dreamy free", 16.0, "2025-08-03"),
    _card("kettle", "Whistling kettle", "鸣笛水壶",
          "A steel kettle on blue gas flames. The water bubbles until the kettle whistles.",
          "蓝色炉火上的不锈钢水壶，水咕嘟咕嘟，最后响起哨声。",
          "household", "silver black", "cosy homely", 22.0, "2025-12-19", "medium"),
    _card("clock", "Pair of blue clocks", "一对蓝色时钟",
          "A blue wall clock and a blue alarm clock with two golden bells. Ticking, and then the alarm rings.",
          "一只蓝色挂钟和一只带两个金色铃铛的蓝色闹钟，先滴答走动，然后闹铃响起。",
          "household", "blue gold", "punctual homely", 32.0, "2026-02-02", "medium", "clock alarm-clock"),
    _card("teapot", "Porcelain teapot", "青花茶壶",
          "A round white porcelain teapot with a painted blue flower.",
          "一只圆圆的白瓷茶壶，壶身画着一朵蓝色的花。",
          "household", "white blue", "calm elegant", 27.5, "2025-07-21"),
    _card("lamp", "Bedside lamp", "床头灯",
          "A lamp with a pleated cream shade and a teal base gives a warm light in a dark room.",
          "一盏米色褶皱灯罩、青绿色底座的台灯，在昏暗的房间里发出温暖的光。",
          "household", "yellow green", "cosy warm", 31.0, "2025-09-05"),
    _card("mug", "Mug of hot coffee", "一杯热咖啡",
          "A red mug of steaming coffee on a wooden table.",
          "木桌上一只红色马克杯，盛着冒热气的咖啡。",
          "food", "red brown", "cosy warm", 4.2, "2026-03-28"),
    _card("apple", "Red apple", "红苹果",
          "A shiny red apple with a green leaf.",
          "一个带绿叶的红亮苹果。",
          "food", "red green", "fresh healthy", 1.2, "2025-09-20"),
    _card("strawberry", "Strawberry", "草莓",
          "A ripe red strawberry with small yellow seeds and green leaves.",
          "一颗熟透的红草莓，点缀着黄色的籽和绿色的叶子。",
          "food", "red green pink", "fresh sweet", 1.8, "2026-05-30"),
    _card("banana", "Two bananas", "两根香蕉",
          "Two ripe yellow bananas on a wooden table.",
          "木桌上两根熟了的黄香蕉。",
          "food", "yellow", "fresh healthy", 1.5, "2026-02-14"),
    _card("pizza", "Pizza with salami", "萨拉米披萨",
          "A round pizza with cheese, salami and basil, cut into six slices.",
          "一张圆披萨，铺着奶酪、萨拉米和罗勒，切成六块。",
          "food", "yellow red green", "hearty social", 9.8, "2025-11-23"),
    _card("ice-cream", "Ice cream cone", "三球冰淇淋",
          "Three scoops of ice cream in a waffle cone: strawberry, vanilla, and chocolate with a cherry on top.",
          "华夫筒里三个冰淇淋球：草莓、香草，还有顶着樱桃的巧克力。",
          "food", "pink brown cream", "sweet happy", 3.2, "2026-06-25"),
    _card("cake", "Birthday cake", "生日蛋糕",
          "A cake with pink icing and four burning candles in blue, green, yellow and violet.",
          "粉色糖霜的蛋糕，点着蓝、绿、黄、紫四根蜡烛。",
          "food", "pink cream", "festive sweet", 28.0, "2026-01-11"),
    _card("sleep-noise", "Soft noise for sleeping", "助眠白噪音",
          "Even, soft noise that covers other sounds at bedtime. A sound without a picture.",
          "均匀柔和的噪音，睡前盖住其他声响。只有声音，没有图片。",
          "household", "grey", "calm sleepy", 2.5, "2026-04-28", "quiet", ""),
    _card("morse", "SOS in Morse code", "莫尔斯电码求救信号",
          "Three short, three long and three short beeps: the distress signal. A sound without a picture.",
          "三短、三长、三短的滴滴声：求救信号。只有声音，没有图片。",
          "household", "black", "urgent nostalgic", 2.0, "2025-06-06", "medium", ""),
    _card("gift-card", "Gift card", "礼品卡",
          "A gift card for any card of this shop. It has neither picture nor sound.",
          "可以在本店兑换任何卡片的礼品卡，没有图片，也没有声音。",
          "household", "white", "festive", 10.0, "2025-04-01", None, ""),
    _card("bird-book", "Notebook for birdwatchers", "观鸟笔记本",
          "A notebook with a waterproof cover for writing down the birds that one has seen. It has no picture.",
          "一本防水封面的笔记本，用来记录看到的鸟。没有图片。",
          "household", "green", "curious calm", 6.9, "2025-05-02", None, ""),
)  # fmt: skip
