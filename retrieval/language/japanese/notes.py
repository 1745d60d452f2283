"""What Medley notes, asks and answers in Japanese, by name, with places to fill."""

from __future__ import annotations

__all__ = ["NOTES"]

NOTES = {
    "nearby.circle": "{place}から{km} km",
    "nearby.unknown": "「{}」の場所がわかりません。目録のものか座標でお知らせください",
    "nearby.where": "現在地がわかりません。目録のものか座標でお知らせください",
    "nearby.told": "{place}からの距離：{told}",
    "nearby.one": "{title}（{km} km）",
    "plan.soft": "「{}」は希望として扱います。これを判断できる項目が目録にありません",
    "plan.underivable": "「{}」は条件にしていません。ご希望の言葉にはそう書かれていません",
    "plan.refused": "「{}」は使えませんでした：{}", "plan.repaired": "「{}」を「{}」と読みました", "plan.absent": "「{}」は目録にありません",
    "plan.unreadable": "「{}」は除けません。ここの文章は別の言語なので、ご自身でお確かめください",
    "plan.untitled": "「{}」という題名のものはありません", "plan.no_item": "「{}」は前の答えのどれも指していません", "plan.no_value": "「{}」は比べられません。{}がありません",
    "plan.guess": "「{}」は{}のことかもしれません。それを先に並べますが、何も除きません", "plan.currency": "「{}」は為替レートがないと比べられません。ここの価格は{}です",
    "search.relaxed": "すべての条件を満たすものはありません。外した条件：{}", "search.filled": "すべての条件を満たすのは{}件だけで、ほかは近いものです",
    "absent.nonsense": "「{}」に似たものはここにありません", "absent.things": "ここに「{}」はありません", "absent.thing": "ここに「{}」はありません", "absent.value": "「{}」に当たるものはここにありません",
    "absent.nearest": "。次のものは最も近いものにすぎません", "absent.and": "」と「", "absent.or": "」と「",
    "past.buy": "購入した", "past.like": "気に入った", "past.rate": "評価した", "past.cart": "カートに入れた", "past.see": "見た", "past.any": "触れた",
    "past.note.without": "{did}ものを除きました：{items}", "past.note.only": "{did}ものだけです：{items}", "past.note.like": "{did}ものに似たもの：{items}",
    "past.note.nobody": "「{said}」：どなたかわからないため、{did}ものはわかりません", "past.note.nothing": "「{said}」：{did}ものの記録はありません", "past.more": "{listed}など{all}件",
    "cold.popular": "お好みがまだわからないため、ここで人気のあるものです", "cold.range": "お好みがまだわからないため、さまざまなものをお見せします", "cold.": "お好みがまだわからないため、ご希望だけに答えます",
    "order.events": "「{}」はここでの皆さんの行動によります。目録にその項目はありません", "order.rating": "「{}」は{}によります。人気の数はここにありません",
    "order.nothing": "「{}」：ここにはそれがわかるものがありません。合う順に並べています",
    "undo.took": "「{}」を取り消しました", "undo.answers": "。「{}」にもう一度答えます", "undo.last": "前のご希望", "undo.before": "その前のご希望",
    "undo.nothing": "戻るものがありません", "undo.gone": "その前のご希望は、もう残っていません",
    "why_not.unknown": "「{asked}」はこの目録にありません。", "why_not.shown": "「{title}」は{rank}番目にあります。",
    "why_not.left_out": "「{title}」はわざと外しました。すでに挙げられたか、断られたか、お見せしたものです。", "why_not.unmet": "「{title}」はご希望を満たしません。{unmet}",
    "why_not.order": "「{title}」はすべての条件を満たしますが、答えは{field}の順で、{of}件のうち{rank}番目です。", "why_not.rank": "「{title}」はすべての条件を満たしますが、{of}件のうち{rank}番目です。{less}",
    "why_not.variety": "「{title}」は{of}件のうち{rank}番目で、十分近いのですが、代わりに変化のあるものをお見せしました。", "why_not.less": "{modality}が、最後にお見せした「{last}」より{gap:.2f}低いです。",
    "why_not.media": "{modality}のあるものをご希望ですが、これにはありません。", "why_not.that": "", "why_not.those": "",
    "ask.wanted": "何をお探しですか。", "ask.clash": "これらの条件は両立しません：{}。どれを優先しますか。", "ask.values": "どの{label}がよいですか：{options}。", "ask.besides": "ほかにどの{label}がよいですか：{options}。",
    "ask.bounds": "{label}はどれがよいですか：{options}。", "ask.yes": "{label}：要りますか、要りませんか。", "ask.or": "、それとも", "ask.others": "ほかのもの",
    "ask.floor": "{label}はどのくらい必要ですか：{options}、それとも問いませんか。", "ask.least": "{}以上", "ask.between": "{}から{}まで",
    "ask.high": "{}以下", "ask.low": "{}より上", "ask.until": "{}まで", "ask.after": "{}より後",
    "chat.empty": "合うものが見つかりませんでした。", "chat.sound": "聴く", "chip.image": "画像あり", "chip.audio": "音あり",
    "login.how": "このページには、サーバーの起動時に決めた合言葉が必要です。", "login.label": "合言葉", "login.open": "開く", "login.wrong": "合言葉が違います。", "login.often": "間違いが多すぎます。一分お待ちください。",
}  # fmt: skip
