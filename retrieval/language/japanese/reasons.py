"""The phrases that reasons are made of, in Japanese."""

from __future__ import annotations

__all__ = ["FIELDS", "REASONS"]

REASONS = {
    "told": "{clause}", "because": "{did}から：{near}。",
    "did.like": "「{}」がお気に入りだ", "did.rate": "「{}」を高く評価した", "did.buy": "「{}」を購入した", "did.play": "「{}」を視聴した",
    "did.cart": "「{}」をカートに入れた", "did.view": "「{}」を見た",
    "near.text": "文章がそれに近い", "near.image": "画像がそれに近い", "near.audio": "音がそれに近い", "near.": "それに近い", "near.shared": "どちらにも{}がある",
    "others.crowd": "同じものを気に入った人たちも、これを気に入っています。", "others.popular": "ここで特に人気のあるものの一つです。",
    "others.together": "同じ人たちが両方を購入しています。", "others.group": "皆さんのために選びました。",
    "part.text": "言葉", "part.image": "画像", "part.audio": "音", "part.behaviour": "行動",
    "is": "{label}は{value}です", "isn't": "{label}は{value}ではありません", "among": "{label}に{value}が含まれます", "not among": "{label}に{value}は含まれません",
    "text has": "文章に「{value}」があります", "title has": "題名に「{value}」があります", "description has": "説明に「{value}」があります",
    "text lacks": "文章に「{value}」はありません", "title lacks": "題名に「{value}」はありません", "description lacks": "説明に「{value}」はありません",
    "free text": "{value}を含まないとされています", "unsaid": "{value}については何も書かれていません。お問い合わせになるか、表示をご確認ください",
    "has field": "{label}があります", "lacks field": "{label}はありません",
    "range": "{label}は{own}で、{bounds}です", "not range": "{label}は{own}で、{bounds}ではありません",
    "before": "{high}より前", "until": "{high}まで", "after": "{low}より後", "since": "{low}以降", "under": "{high}未満", "at most": "{high}以下", "over": "{low}超",
    "at least": "{low}以上", "between": "{low}から{high}まで", "exactly": "ちょうど{low}",
    "open": "{value}に営業しています", "not open": "{value}には営業していません", "wanted open": "{value}に営業",
    "shut": "{value}は休みです", "not shut": "{value}は休みではありません", "wanted shut": "{value}に休み",
    "near": "{value}以内にあります", "not near": "{value}以内にはありません", "wanted near": "{value}以内",
    "asked as": "{one}（「{said}」にあたります）", "asked one": "ご希望のとおり、{one}", "asked many": "ご希望のとおり、{many}", "guess": "{one}。これが「{said}」の意味かもしれません", "others": "{many}。ほかの条件も満たしています",
    "title words": "題名に{words}があります", "description words": "説明に{words}があります", "field words": "{label}に{words}があります", "word": "{quoted}", "words": "{quoted}",
    "shares": "「{title}」と{values}が共通しています", "same": "{label}が「{title}」と同じ{value}です", "near liked": "全体として「{title}」に近いです",
    "image given": "画像が、いただいた画像に{place}です", "audio given": "音が、いただいた音に{place}です", "image little": "画像が、いただいた画像に少し似ています", "audio little": "音が、いただいた音に少し似ています",
    "image described": "画像がご説明のとおりです", "audio described": "音がご説明に{place}です", "image liked": "画像が「{title}」の画像に近いです", "audio liked": "音が「{title}」の音に近いです",
    "first": "最も近いもの", "among closest": "特に近いものの一つ", "close": "近いもの",
    "nearest": "これは最も近いものにすぎません", "meaning": "文章がご希望の意味に近いです", "overall": "全体としてご希望に近いですが、文章には書かれていません", "just": "これは「{title}」です", "nameless": "ご希望に合わせて見つけました",
    "grown up": "ただし子ども向けではありません：{shown}", "lacking": "ただし文章に{words}は書かれていません", "namesake": "ただし「{word}」は「{name}」という名前の一部にすぎません", "undecided": "{words}かどうかは、この目録からはわかりません",
    "but": "ただしご希望は{wanted}ですが、{truth}", "unmet": "ご希望は{wanted}ですが、{truth}", "wanted": "{label}は{value}", "wanted range": "{label}は{bounds}", "wanted text": "「{value}」", "wanted no": "{value}なし", "wanted field": "{label}あり",
    "own": "{label}は{value}です", "own none": "{label}はありません", "own text": "文章には書かれていません", "own has": "それがあります",
}  # fmt: skip
"""By name, with places to fill."""

FIELDS = {
    "price": "価格", "rating": "評価", "year": "年", "duration": "長さ", "kind": "種類", "language": "言語", "author": "著者", "director": "監督",
    "brand": "ブランド", "size": "大きさ", "weight": "重さ", "age group": "対象年齢",
}  # fmt: skip
"""What fields of a known meaning are called, by concept."""
