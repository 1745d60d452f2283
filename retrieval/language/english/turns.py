"""How turns of a conversation are worded in English that are no requests for items, and what their parts are."""

from __future__ import annotations

import re

from retrieval.language.lazy import compiled
from retrieval.language.turn_grammar import TurnGrammar

__all__ = ["ENGLISH_TURNS"]


def _of(*phrases: str) -> re.Pattern[str]:
    return compiled("|".join(f"(?:{phrase})" for phrase in phrases))


_VERY = r"(?:(?:so|very|really|quite|just|all|totally|absolutely|bloody|fucking|damn|pretty|such|too|completely|super|truly|the most|a|an|the|complete|total|utter) )*"
_GOOD = r"(?:great|awesome|perfect|excellent|wonderful|fantastic|brilliant|amazing|lovely|nice|good|cool|helpful|superb|smart|clever|the best|impressive|neat|sweet|terrific|incredible|useful|kind|funny|fun)"
_BAD = (
    r"(?:useless|terrible|awful|horrible|bad|rubbish|garbage|stupid|dumb|wrong|crap|shit|pathetic|worthless|hopeless|ridiculous|nonsense|trash|lousy|poor|the worst|worst|idiotic|annoying|broken|"
    r"disappointing|unhelpful|no good|no use|not (?:any )?(?:good|helpful|what i (?:asked|wanted|meant|said|want|am looking for|was looking for)(?: for)?|it|right|funny)|piece of (?:junk|shit|crap|garbage|trash)|joke|waste of (?:my )?time|a disaster|idiot|moron|boring|off)"
)
_SHOWN = r"(?:(?:suggestions?|recommendations?|answers?|ideas?|choices?|picks?|lists?|results?|films?|movies?|ones?|bot|robot|assistant|thing|machine|program|computer|service|advice|response|reply|job|work|question|help)\b)"
_HATED = r"(?:hate|hated|dislike|disliked|don'?t like|didn'?t like|do not like|did not like|can'?t stand|despise|don'?t want)"
_THESE = r"(?:it|that|this|them|these|those|you|all of (?:it|that|these|those|them)|any of (?:it|that|these|those|them)|(?:that|this|the|those|these) (?:last |first )?(?:film|movie|one|ones|book|song|place|hotel|restaurant|thing|item|suggestions?|answers?|list|result|results))"

_INJECTION = _of(
    r"(?:please )?(?:ignore|disregard|forget|override|bypass|skip) (?:all |any |every |of |the |your |my |these |those |what )*(?:previous|prior|above|earlier|preceding|initial|original|system|safety|old)?\s?(?:instructions?|prompts?|rules?|guidelines|directions|programming|constraints)\b.*",
    r"(?:please )?(?:print|show|reveal|output|repeat|display|tell|give|write|leak|dump|expose|share)(?: me| us| out)? (?:all |everything |me |of )*(?:your |the |its )?(?:full |whole |entire |exact |hidden |secret |initial |original )*(?:system )?(?:prompts?|instructions?|configuration|source code|api keys?|rules|training data|environment variables)\b.*",
    r"what (?:is|are|'s|was|were) your (?:full |exact |hidden |secret |initial |original )*(?:system )?(?:prompts?|instructions)\b.*",
    r"(?:you are now|from now on,? you(?: are|'re| will| must)|pretend (?:to be|you(?: are|'re))|act as (?:if|an?|though)|enable|enter|activate|switch to) .*(?:dan|jailbr\w+|developer mode|unrestricted|no (?:rules|restrictions|limits)|hacker|admin\w*|root|evil|without restrictions|uncensored)\b.*",
    r".*\b(?:jailbreak|system prompt|prompt injection|reveal your instructions)\b.*",
    r"repeat (?:everything|the text|the words|all the words|all text) (?:above|before)\b.*",
)
_COMPLAINT = _of(
    rf"you(?:'re| are|r|re)? {_VERY}(?:\w+ )?{_BAD}(?: (?:of )?(?:a |an )?(?:\w+ )?{_SHOWN}| piece of \w+)?(?: at (?:this|that|it|all|your job|recommending|suggesting)(?: \w+)?)?",
    rf"(?:that|this|it|these|those|they|everything|all of (?:this|that|these|it))(?:'s|'re| is| are| was| were)? {_VERY}{_BAD}(?: {_SHOWN})?",
    rf"what (?:a |an )?{_VERY}{_BAD}(?: {_SHOWN})?|{_VERY}{_BAD}(?: {_SHOWN})?",
    rf"i (?:really |absolutely |just |totally )*{_HATED} {_THESE}(?: at all| either| so much)?|(?:your|the|these|those) {_SHOWN} (?:is|are|was|were|sucks?) ?{_VERY}(?:{_BAD})?",
    r"(?:this|that|it|you|they|these|those)(?: all)? (?:sucks?|stinks?|blows?)|you (?:just )?(?:don'?t|do not|didn'?t|never|can'?t) (?:understand|listen|get it|help|know anything|work|get me|pay attention)(?: (?:me|anything|at all|to me|what i (?:want|mean|said)|a word))*",
    r"(?:that|this|it)(?:'s| is| was|s)? not (?:what|the one|anything like what) i (?:asked|wanted|want|meant|said|was looking|am looking|had in mind|need|needed)(?: for)?(?: at all)?|that(?:'s| is)n'?t what i (?:asked|wanted|meant|said|want)(?: for)?|(?:this|that|it) (?:isn'?t|is not|doesn'?t|does not|didn'?t) (?:help|working?|helping|helpful|useful|good|right|any good|make (?:any )?sense|any use)(?: me| at all)?",
    r"(?:are|r) (?:you|u) (?:even |actually |really |just )*(?:listening|paying attention|reading|trying|awake|understanding)(?: to (?:me|what i(?:'m| am)? (?:say|said|saying|write|wrote)))?|(?:are|r) you (?:stupid|dumb|kidding(?: me)?|serious|deaf|blind|an idiot|joking|broken|crazy|insane)|i(?:'m| am) (?:so |really |very |getting |pretty )*(?:angry|annoyed|frustrated|disappointed|fed up|upset|mad|furious|unhappy)(?: with (?:you|this|that|it))?",
    r"(?:stop|quit) (?:it|wasting my time|that|this|showing me (?:this|that|the same)(?: \w+)?)|(?:wtf|ffs|omfg|fuck(?: (?:you|off|this|that|it))?|shut up|go to hell|damn(?: (?:it|you))?|screw (?:you|this)|bullshit|what the (?:hell|fuck|heck)|for fuck'?s sake|ugh+|argh+|boo+)|i(?:'ve| have) (?:already )?(?:told|asked) you(?: \w+)? (?:times|already|before|that)|how many times do i have to (?:say|repeat|tell)(?: \w+){0,3}",
    r"(?:none|not one|nothing|neither|not any) of (?:this|that|these|those|them)(?: \w+)? (?:makes? sense|helps?|appeals?(?: to me)?|(?:is|are|was|were|looks?|seems?) (?:really |actually )?(?:useful|helpful|(?:any )?good|any use|right|what i (?:asked|wanted|want|meant)(?: for)?|for me|it|my (?:thing|taste)))|you(?:'re| are) (?:not |no )(?:helping|listening|help|use|good|any good|understanding)(?: (?:me|to me|at all|at this))*|(?:do )?better(?: than (?:that|this))?,? (?:please )?(?:try harder|you can do better)|try harder|you can do better(?: than (?:that|this))?|you got (?:it|that) wrong",
)
_ABOUT = _of(
    r"(?:and )?(?:who|what)(?: the hell)? (?:are|r) (?:you|u)(?: exactly| anyway| really)?|who am i (?:talking|speaking|chatting) (?:to|with)|what(?:'s|s| is) your (?:name|purpose|job|function)|do you have a name|(?:please )?(?:introduce|describe|explain) yourself|tell me (?:something |a bit |a little |more )?about yourself|what should i call you",
    r"(?:are|r) (?:you|u) (?:really |actually |just )?(?:a |an )?(?:real |actual |live )?(?:human(?: being)?|robot|bot|machine|person|people|computer|program|ai|a\.i\.|chat ?bot|chatgpt|gpt\S*|siri|alexa|claude|gemini|llm|language model|real|alive|someone real|assistant|man|woman|software|intelligent|conscious|sentient)(?: (?:or|and) (?:a |an )?(?:real |actual )?(?:human(?: being)?|robot|bot|machine|person|computer|program|ai|real|not|man|woman|something else))?",
    r"am i (?:talking|speaking|chatting) (?:to|with) (?:a |an )?(?:real )?(?:human|robot|bot|machine|person|computer|ai)",
    r"what (?:all |else )?(?:can|could|do) (?:you|u) (?:do|help(?: me)?(?: with)?|offer me|know|understand|search for|recommend)(?: for me| here| exactly| anyway)?|what(?:'s|s| is| are) (?:your )?(?:capabilities|features|skills)|how (?:can|could|do|does|would|will) (?:you|u|this|it|that|this (?:site|thing|page|app)) (?:help|work|function|assist)(?: me| here| exactly)*|how (?:do|can|should) i (?:use|talk to|ask|work with|operate|search|start)(?: (?:you|this|it|here|things|for things|with you|with this))*|how (?:do you|does it) decide what to (?:show|recommend)",
    r"(?:can|could|will|would) (?:you|u|someone|anybody|anyone) (?:please )?(?:help|assist)(?: me)?(?: out)?(?: here)?|(?:i )?(?:really )?need (?:some |your )?help|help(?: me)?(?: please)?|what (?:can|should|could|may|do) i (?:ask|say|do|type|write|tell)(?: (?:you|here|about|for|to you|now|next))*|what is this(?: (?:place|site|page|app|thing|website|all about|for|about))*|what(?:'s|s) this(?: (?:place|site|page|app|thing|all about|for|about))*|who (?:made|built|created|wrote|owns|runs|designed|programmed|developed) you|what (?:model|technology|ai|language model) (?:are|do) you(?: use| based on| running on)?",
    r"(?:what|which|how many) languages? (?:do|can) you (?:speak|understand|know|read)|(?:do|can) you (?:speak|understand|read) (?:\w+)(?: (?:or|and) \w+)?|can we (?:talk|chat|speak)(?: in \w+)?|do you (?:remember|know) (?:me|who i am)|where (?:are you(?: from)?|do you come from|do you live)|how old are you|are you (?:there to help|free|open|available|always on)(?: now)?|(?:do|can) you (?:feel|think|sleep|dream|learn)(?: (?:anything|things|from me))?|how (?:smart|good|clever) are you",
)
_FAREWELL = _of(
    r"(?:good[- ]?)?bye+(?:[- ]?bye+)?(?: (?:for )?now)?|good ?night|see (?:you|ya|u)(?: (?:later|soon|tomorrow|around|then|next time|again))*|(?:catch|talk to|speak to) (?:you|ya|u) (?:later|soon|tomorrow)|later+s?|farewell|take care(?: of yourself)?|cya|ttyl|so long|ciao|adieu|cheerio|tata|toodles",
    r"have a (?:very )?(?:nice|good|great|lovely|wonderful|pleasant) (?:day|evening|one|night|weekend|time|afternoon|morning|trip)(?: too)?|(?:i(?:'m| am|ve| have) |got(?:ta| to) |i have (?:got )?to |i (?:should|must|need to|gotta|'ll|will) )(?:off|leave|leaving|going|out|heading out|go|run|dash|be (?:off|going)|done(?: here| for (?:today|now))?|finished)(?: now| then)?|until next time|till next time|that(?:'s| is|ll be| will be| was) (?:all|it|everything)(?: i (?:need|needed|wanted))?(?: from (?:me|you))?(?: for (?:now|today|me|tonight))?|i(?:'m| am) (?:all )?(?:done|set|finished)(?: here| now| for (?:now|today))*|nothing (?:else|more)(?: for (?:now|today))?|we(?:'re| are) done(?: here)?",
)
_THANKS = _of(
    r"(?:many |much |no |a million |big |ok |hey )?(?:thanks|thank(?:s)? (?:you|u|ya)|thankyou|thx|tnx|ty|tysm|thnx|tks|cheers|ta|gracias|merci|danke|arigato)(?: (?:you|a lot|a lot!|so much|very much|a million|a bunch|a ton|again|anyway|heaps|loads|ever so|in advance|mate|buddy|man|friend|dear|kindly|there|everyone|bot|medley|then|all the same|everybody|everything|indeed))*(?: for (?:everything|nothing|that|this|it|all(?: (?:of )?(?:this|that|it|your help))?|(?:all )?(?:the|your|being so|such) (?:\w+ )?(?:help(?:ful)?|suggestions?|recommendations?|info|information|tips?|advice|time|patience|answers?|ideas?|support|kind(?:ness)?|assistance|quick (?:reply|answer))|(?:helping|trying|showing|telling)(?: me| us)?(?: out| that| this)?))?",
    r"(?:that|this|it|you)(?:'s| is| was| were|'re| are|'ve been| have been)? (?:been )?(?:so |very |really |most |extremely |a |of |such )*(?:great |big |huge |real )?(?:help|helpful|kind|useful|a lifesaver)(?: (?:to me|of you|thanks|indeed))*|(?:i )?(?:really |truly )*(?:much )?appreciated?(?: (?:it|that|this|the help|your help|your time|all your help))?|(?:i'?m |i am )?(?:so |very |really )*(?:grateful|obliged|thankful)(?: (?:to you|for (?:it|that|your help)))?|i owe you(?: one)?|bless you|you(?:'ve| have)? (?:really )?(?:helped|saved)(?: me)?(?: (?:a lot|so much|my day|my life))*|you made my day",
)
_PRAISE = _of(
    rf"{_VERY}{_GOOD}(?:(?:,| and)? {_VERY}{_GOOD})*(?: (?:job|work|one|ones|bot|stuff|idea|ideas|find|list|start|choice|choices|pick|picks|suggestions?|recommendations?|selection|answer|answers|assistant|help|enough|to know|thinking|point|indeed|thing|call))?",
    rf"(?:that|this|it|these|those|they|you|everything|all of (?:these|them|it))(?:'s|'re|s| is| are| was| were| look| looks| sound| sounds| seem| seems)? (?:all )?{_VERY}{_GOOD}(?: {_SHOWN}| at this| to me| fun)?",
    r"i (?:really |just |do |absolutely |totally )*(?:like|love|liked|loved|enjoy(?:ed)?|adore) (?:it|that|this|them|these|those|you|all of (?:them|these|those)|(?:that|this|the|your) (?:suggestions?|one|list|answers?|recommendations?|idea|ideas|picks?|choices?))(?: (?:a lot|so much|very much|all))?|(?:loved?|like) (?:it|that|this|them|these|those)|well done|bravo|nailed it|spot on|bingo|kudos|wow+|yay+|woo+(?:hoo+)?|hooray|nice one|good (?:for you|on you)|(?:(?:that|this|it)(?:'s| is| was) )?(?:exactly |just |precisely )*what i (?:was (?:looking for|after|hoping for)|wanted|needed|need|am after|had in mind|hoped for)|(?:that|this|it)(?:'s| is| was)? (?:exactly |just |precisely )+(?:what i (?:was looking for|wanted|needed|need|had in mind|meant)|right|it|the thing|perfect)|you(?:'re| are) (?:the best|a (?:star|genius|gem|legend|lifesaver|hero)|on fire|funny|sweet|so sweet)|works for me|sounds (?:good|great|perfect|fun|lovely)|looks (?:good|great|perfect|lovely|fun)|excellent(?:ly)? done|impressive|made my day",
)
_GREETING = _of(
    r"(?:oh |well |why )?(?:hi+|hello+|hey+|hullo|hallo|hiya|heya|howdy|yo|greetings|hola|bonjour|salut|ahoy|aloha|namaste|g'?day|hey ya)(?: (?:there|again|you|all|everyone|everybody|bot|robot|medley|friend|mate|buddy|guys|folks|ai|assistant|computer|stranger|dear|people|hi|hello))*",
    r"(?:a (?:very )?)?good (?:morning|afternoon|evening|day)(?: (?:to you|everyone|all|there|sir|madam|medley))*|(?:morning|evening|afternoon)(?: all)?|what'?s (?:up|new|good|happening|going on)(?: (?:with you|today))?|whats up|wass?up|sup|how (?:are|r) (?:you|u|things|ya)(?: (?:doing|today|going|feeling|all|this (?:morning|evening)|tonight|then))*|how(?:'s| is|s) (?:it|everything|life|your day)(?: (?:going|hanging|today|been|so far))*|how do you do|how have you been|(?:very )?(?:nice|pleased|good|glad|great|lovely|pleasure) to (?:meet|see|talk to) you(?: too)?|long time no see|welcome back|i(?:'m| am) back|i(?:'m| am) (?:fine|good|ok|okay|well|great|doing (?:well|fine|good))(?:,? (?:thanks|thank you))?(?:,? (?:and|how about|what about) you)?|(?:and )?(?:yourself|you)",
    r"(?:is )?any ?(?:one|body)(?: out| in)? (?:there|here|home)|is (?:someone|somebody) (?:there|here)|(?:are|r) (?:you|u) (?:there|here|around|awake|online|listening|still there)|you there|knock knock|testing(?: testing)?|test(?: test)?(?: 1 2 3)?|let'?s (?:chat|talk)|can you hear me|merry christmas|happy (?:new year|birthday|easter|holidays|friday|monday|weekend)(?: to you)?",
)
_ACK = _of(
    r"ok(?:ay)?(?: (?:then|cool|sure|fine|good|thanks))?|okey(?: dokey)?|k|kk|alright(?: then)?|all right|right|sure(?: thing)?|got it|gotcha|i see|i understand|understood|fine|fair enough|makes sense|good to know|noted|interesting|hmm+|mm+|aha+|ah+|oh+|oh well|never mind then|no worries|no problem|whatever|i guess(?: so)?|maybe(?: later)?|let me think(?: about it)?|i(?:'ll| will) think about it|not (?:now|today|yet)|lol|lmao|rofl|ha(?:ha)+h?|hehe+|xd|omg|cool cool|yep|yup|yeah|yes|no|nope|nah",
)
_FILLER = _of(
    r"(?:oh|well|ok|okay|please|and|but|so|yes|yeah|no|dear|just|again|too|now|then|ah|mate|man|dude|buddy|sir|madam|lol|haha+|:\)|my friend|friend|medley|really|indeed|for (?:now|that|everything|your (?:help|time)|the (?:help|info\w*|suggestions?|recommendations?))|to you|have|i think|i guess|anyway|actually|honestly|sorry|uh+|um+|hm+)"
)

_ITEM = r"(?P<item>.+?)"
_DO = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|must|should)"
_ORDINAL = r"(?:the |your |number |no\. ?|#)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|1st|2nd|3rd|4th|5th|top|\d{1,2})"
_ONE = rf"(?:it|this|that|these|those|them|(?:this|that|the (?:same|other|last)) (?:one|item|thing)|{_ORDINAL}(?: one| item| result| option)?|\w+ \d)"
_HERE = r"(?:do you (?:have|sell|stock|carry|offer|cover|teach|run|serve|provide|know(?: of)?|list)|have you got|are (?:there|available|listed|here)|there are|is there|can (?:i|we|you) (?:find|get|choose from|buy|see|watch|show me)|you have|you'?ve got|(?:are |is )?(?:in|on) (?:here|the (?:catalogue|catalog|list|store|shop|collection|library)|your (?:catalogue|catalog|list|store|shop|collection|library))|exist)"
_WHAT_ALL = r"(?P<what>[^?]+?)"

_CANNOT = _of(
    r"(?:can|could|will|would|may)? ?(?:you|i|we)? ?(?:please )?(?:(?:want|like|'d like|need) to )?(?:(?:sign|put|book) (?:me|us|my \w+) (?:up|down|in|on|onto)|(?:enrol|enroll|register)(?: (?:me|us|my \w+))?)(?: (?:for|in|on|to|onto|with) .{1,60})?",
    r"(?:can|could|will|would|may)? ?(?:you|i|we)? ?(?:please )?(?:put|add|place|throw|stick|save) .{1,60}? (?:to|in|into|on) (?:my |the |a )?(?:shopping )?(?:cart|basket|bag|wish ?list|watch ?list|trolley|favou?rites|queue|playlist|library|order)\b.*",
    rf"(?:can|could|will|would|may|how (?:can|do))? ?(?:you|i|we)? ?(?:please )?(?:(?:want|like|'d like|need) to )?(?:buy|order|purchase|book|reserve|rent|borrow|checkout|pay for|get me) {_ONE}(?: (?:for me|now|please|here|online|from you|today|right now))*",
    r"(?:can|could|will|would)? ?(?:you|i|we)? ?(?:please )?(?:i (?:want|would like|'d like|need) to )?(?:book|reserve) (?:me |us )?(?:a|an|the|two|three|one|some) (?:\w+ ){0,2}(?:table|room|ticket|tickets|seat|seats|flight|taxi|cab|tables|rooms|appointment)\b.*",
    r"(?:proceed to )?check ?out(?: (?:now|please))?|(?:can|could|do) (?:i|we|you) (?:pay|accept|take) (?:by|with|in|using|via)? ?.{0,40}?(?:card|cash|paypal|credit|cards|bitcoin|crypto|instal\w+|apple pay|cheque|check|visa)\b.*|how (?:can|do) i (?:pay|check ?out|order|return|cancel|get a refund|contact|reach)\b.*",
    r"(?:do|can|could|will|would) (?:you|they) (?:also )?(?:do|offer|accept|give|take|have|provide|allow) (?:any |free )?(?:refunds?|returns?|exchanges?|(?:home )?deliver(?:y|ies)|shipping|gift ?wrap\w*|instal\w+|(?:credit )?cards?|cash|paypal)\b.*|(?:do|can|could|will|would) (?:you|they|this|it) (?:also )?(?:ship|deliver|send|post|mail)\b.*|(?:what|how much) (?:is|are|does|do) (?:the |your )?(?:shipping|delivery|postage)\b.*|how long (?:does|do|will|would) (?:the )?(?:shipping|delivery|it take to (?:ship|deliver|arrive))\b.*|when (?:will|would|can|does) (?:it|my \w+|this|they) (?:arrive|be delivered|ship|come)|is (?:there )?(?:free )?(?:shipping|delivery)\b.*",
    r"(?:can|could|will|would)? ?(?:you|i)? ?(?:please )?(?:cancel|track|return|refund|change|update|check|modify) (?:my|an|the|this|that) (?:last |previous |recent )?(?:order|purchase|booking|reservation|subscription|account|password|address|delivery|package|parcel|payment)\b.*|where(?:'s| is) my (?:order|package|parcel|delivery|refund)\b.*|(?:what(?:'s| is) )?(?:your |the )?(?:return|refund|exchange|cancellation|privacy) policy|(?:i want|give me) (?:a refund|my money back)|(?:do you have|is there|any|got) (?:a |an |any )?(?:discounts?|coupons?|vouchers?|promo(?:tion)?s?(?: codes?)?|gift ?cards?)(?: codes?)?",
    r"(?:can|could|will|would)? ?(?:you)? ?(?:please )?(?:delete|remove|erase|rename|edit|fix|upload|rotate|crop|change|correct|modify|replace|update) (?:all |all of )?(?:the|this|that|these|those|your|my|every) (?:\w+ ){0,2}(?:items?|pictures?|photos?|images?|catalog(?:ue)?|records?|entries|entry|listings?|prices?|descriptions?|titles?|database|files?|products?|reviews?)\b.*",
    r"(?:can|could|will|would)? ?(?:you|i|we)? ?(?:please )?(?:call|phone|text|email|e-mail|message|ring|contact|fax) (?:me|them|him|her|us|the|my|customer|support|someone|somebody)\b.*|(?:can|could|may) (?:i|we) (?:talk|speak|chat) (?:to|with) (?:a |an |the |your |some)?(?:real |actual |live )?(?:human|person|manager|agent|one|body|staff|support|representative|boss|supervisor)\b.*|(?:i want to |let me )(?:talk|speak) (?:to|with) (?:a |an |the |your |some)?(?:real |actual |live )?(?:human|person|manager|agent|one|body|staff|support|representative|boss|supervisor)\b.*|customer (?:service|support)",
    r"(?:can|could|will|would)? ?(?:you)? ?(?:please )?(?:set|create|make) (?:me )?(?:a |an )(?:reminder|alarm|timer|appointment|calendar)\b.*|(?:remind|wake) me\b.*|(?:can|could|will|would)? ?(?:you)? ?(?:please )?(?:open|visit|follow|read|download|browse|click) (?:this|that|the|my) (?:link|url|page|website|site|file|attachment)\b.*|(?:can|could)? ?(?:you|i)? ?(?:please )?(?:download|stream|install|print|email) (?:it|this|that|them)(?: (?:for me|now|here))*",
)
_OFF_TOPIC = _of(
    r"(?:what(?:'s|s| is| was| are| were)|tell me|do you know) (?:the )?(?:capital|population|currency|president|prime minister|king|queen|meaning of (?:life|the word)|time(?! travel)|date today|square root|distance|speed of|weather|temperature|news|stock price|exchange rate|score|boiling point|atomic|chemical|formula|definition|language spoken|national)\b.*",
    r"(?:what|which|who)(?:'s|s| is| are) (?:the )?(?:best|worst|biggest|richest|strongest|greatest|most \w+) (?:\w+ )?(?:team|country|city|nation|player|politician|religion|university|footballer|army|company|language)\b.*|what(?:'s| is|s| will)? (?:the )?weather\b.*|(?:what|how)(?:'s| is|s| will| does| was)? (?:the )?weather (?:be |like |going to be |look )?.*|(?:will|is) it (?:going to )?(?:rain|snow|be (?:sunny|cold|hot|warm|raining))(?:ing)?\b.*|is it (?:raining|snowing|cold|hot|sunny)\b.*|(?:what(?:'s| is) the )?(?:weather )?forecast\b.*",
    r"(?:please )?(?:write|compose|draft|make up|create|code|generate) (?:me |us )?(?:a|an|some|the|my|this) (?:\w+ ){0,3}(?:poem|poems|essay|story|song|letter|email|e-mail|code|program|function|script|haiku|limerick|speech|joke|article|report|cv|resume|cover letter|python|sql|sonnet|rap|novel|homework|tweet|blog post)\b.*",
    r"(?:please )?(?:tell|say|sing|give|crack) (?:me |us )?(?:a|an|another|some|your favou?rite) (?:\w+ )?(?:joke|jokes|story|riddle|fun fact|secret|poem|song|lullaby|bedtime story|fortune)\b.*|make me laugh|sing (?:for|to) me|entertain me",
    r"(?:who|which (?:team|country|party|player|man|woman|person)) (?:won|invented|discovered|painted|founded|killed|is (?:the )?(?:president|prime minister|king|queen|pope|ceo|richest|tallest)|was (?:the )?(?:president|first|king|queen|prime minister)|rules?|elected|built the|scored|lost)\b.*",
    r"(?:what(?:'s|s| is)|how much is|calculate|compute) \d[\d.,]* ?(?:%|percent|per cent|pct) of .+|(?:what(?:'s|s| is| does)|how much is|calculate|solve|compute) (?:the (?:sum|product) of )?-?\d+(?:[.,]\d+)? ?(?:\+|-|\*|/|x|×|÷|\^|plus|minus|times|divided by|to the power of|multiplied by|mod) ?-?\d+.*|\d+ ?[-+*/×÷^] ?\d+ ?=?|(?:solve|calculate|compute|integrate|differentiate) .{1,60}",
    r"what (?:time|day|date|year|month) is it(?: (?:now|today|there|in .+))?|what(?:'s| is) (?:today(?:'s)?|tomorrow(?:'s)?)(?: (?:date|day))?|what day (?:is|was) (?:it|today|tomorrow)|(?:what(?:'s| is)|any) (?:in |on |the |latest |today'?s )*news(?: today)?",
    r"how (?:tall|high|deep|far|big|old|heavy|long|hot|many people|fast|large) (?:is|are|was|live in|does) (?:the )?(?:mount|mt|mt\.|eiffel|moon|sun|earth|mars|everest|ocean|nile|amazon|pacific|great wall|president|light|universe|world|solar|china|germany|france|america|india|russia|atlantic|sky|sea)\b.*",
    r"(?:please )?(?:(?:can|could|would|will) )?(?:(?:you|u) )?(?:please )?help (?:me )?(?:(?:with|do|finish|write) )+(?:my |the |a |some )?(?:\w+ )?(?:homework|taxes|tax return|assignment|exam|essay|thesis|cv|resume|laundry|cover letter|studies)\b.*|(?:please )?translate\b.*|how do (?:you|i) say .{1,50} in (?:\w+)|(?:do|help (?:me )?with|finish) my (?:homework|taxes|essay|assignment|job|laundry)\b.*|what(?:'s| is) (?:your|the) (?:favou?rite|opinion (?:on|of|about)|view on|take on|meaning of)\b.*|what do you think (?:about|of) (?:the |our )?(?:president|trump|biden|putin|war|politics|government|election|god|religion|climate|brexit|israel|palestine|ukraine|russia|china|capitalism|communism|abortion|life|love|humans|people)\b.*|do you (?:believe in|love|like|want|hate|prefer|have (?:a |any )?(?:feelings|friends|girlfriend|boyfriend|family|children|kids|soul)) ?(?:me|god|humans|people|us|ghosts|cats|dogs|music|to (?:marry|date|rule).*)?|(?:will|would) you (?:marry|date|kiss|hug) me|i love you|are you (?:single|married|in love|happy|sad|hungry|tired|bored)|should i (?:invest|buy (?:bitcoin|stocks?)|break up|quit|sue|marry|divorce|vote)\b.*|who (?:should|will|would) (?:i vote|win)\b.*|(?:why|how come) (?:is|are|do|does) (?:the )?(?:sky|grass|sea|ocean|moon|sun|birds?|cats|dogs|people|humans|earth)\b.*|how (?:do|can|should) i (?:lose weight|get rich|make (?:money|friends|a bomb|a website)|learn|fix my|get a job|become|tie|install|hack|invest|quit smoking|stop)\b.*|(?:i have|i've got|my) (?:a )?(?:headache|fever|cold|flu|stomach ?ache|chest pain|heart|back|tooth ?ache|head)(?: (?:hurts|aches|is hurting))?(?:[,.]? (?:what|should|can|how)\b.*)?|(?:play|let'?s play) (?:a game|chess|tic tac toe|hangman|20 questions|rock paper scissors)\b.*|tell me (?:about )?(?:the (?:news|weather|future|history of|meaning)|quantum|world war|napoleon|einstein|black holes|the universe|your (?:day|dreams|feelings|secrets))\b.*|explain (?:quantum|relativity|gravity|blockchain|black holes|photosynthesis|evolution|the (?:universe|theory|big bang))\b.*|flip a coin|roll (?:a |the )?(?:dice?|die)|(?:pick|choose|think of) a (?:random )?number\b.*|turn (?:on|off) (?:the )?(?:light|lights|tv|heating|music|alarm)\b.*",
)
_CONTENTS = _of(
    r"what(?:'s|s| is| all is| do we have)(?: all)? (?:in |inside )?(?:here|there|this|it|(?:in )?(?:the|your|this) (?:catalogue|catalog|shop|store|library|collection|database|inventory|menu|assortment|range|list|stock))(?: (?:to choose from|for me|to (?:see|watch|buy)))?|what(?:'s|s| is) (?:available|on offer|in stock|there|on (?:the|your) menu|your (?:selection|range|inventory|catalogue|assortment))(?: (?:here|to choose from|today|right now|now))*",
    r"what(?: all| else| stuff| things| products| items| sorts? of (?:things?|stuff|items?|products?)| kinds? of (?:things?|stuff|items?|products?)| types? of (?:things?|stuff|items?|products?))? (?:do|have|did|can) (?:you|u|we|they)(?: guys| people| all)? (?:have|got|sell|offer|stock|carry|show me|recommend me)(?: (?:here|in (?:stock|store|here|there|the (?:catalogue|catalog|shop|store))|for (?:me|sale|us)|available|on offer|to offer|right now|today|at the moment|exactly|to choose from|to (?:see|watch|buy|offer)))*",
    r"(?:show|tell) me (?:what|everything|all(?: that)?)(?: (?:that )?(?:you|u)(?:'ve| have)?(?: got| have)?| is (?:here|available|there|in (?:here|stock)))?(?: (?:here|in (?:stock|store|here)))?|(?:describe|summari[sz]e|tell me about|explain) (?:the|your|this) (?:catalogue|catalog|shop|store|library|collection|database|inventory|range|selection|assortment)|what (?:can|could) (?:i|we) (?:find|buy|watch|get|see|choose from|browse|look for|search for|pick from|order|eat|listen to|read)(?: (?:here|with you|in here|from you|in this \w+))+|how (?:big|large) is (?:the|your|this) (?:catalogue|catalog|shop|store|library|collection|database|inventory|selection)|what (?:categories|departments|sections)(?: (?:are there|do you have|have you got|exist|is there))?|give me an overview(?: of (?:the|your|this) (?:catalogue|catalog|shop|store|library|collection|range))?|what (?:is|'s) this (?:catalogue|catalog|shop|store|collection|library) (?:about|of)",
)
_SUMMARY = _of(
    r"(?:what|which)(?: things| conditions| wishes)? (?:have|had|did|do) (?:i|we|you) (?:already |so far )?(?:agreed?|ask(?:ed)?|say|said|told|tell|want(?:ed)?|request(?:ed)?|decided?|settled?|set|have|understood|understand|remember|know)(?: (?:you|for|on|to|about|me|so far|already|until now|before|from me|now|what i (?:want|said)))*|what (?:are|were) my (?:conditions|criteria|wishes|requirements|filters|preferences|demands)(?: (?:so far|again|now))*|what am i looking for(?: again)?",
    r"(?:please )?(?:summari[sz]e|sum up|recap|review|go over|list)(?: (?:for me|please|again|our (?:conversation|chat|discussion|talk)|what (?:i|we) (?:said|have|asked(?: for)?|agreed(?: on)?|want|discussed|talked about)|(?:my|the) (?:request|requests|conditions|wishes|criteria|requirements|filters|search)|everything|this|it|that|so far|where we are))*|where (?:were|are) we(?: (?:now|again|at))?|what (?:was|is) (?:my|the) (?:request|search|first request|last request|current search)(?: again)?|(?:remind|tell) me (?:what|of what) (?:i|we) (?:said|asked(?: for)?|wanted|have|agreed(?: on)?|was looking for|were looking for)(?: so far)?",
)
_BACK = _of(
    r"(?:(?:can|could) (?:we|you|i) )?(?:please )?(?:go |take me |show me |get |let'?s (?:go )?)?back to (?:the |my |your )?(?:very )?(?:first|original|initial)(?: (?:list|results?|request|search|ones?|suggestions?|picks?|answers?|question|set|page))?|(?:show|give) me (?:the |your )?(?:first|original|initial) (?:list|results?|suggestions?|answers?|set)(?: again)?|what (?:was|were) (?:the |your )?(?:first|original|initial) (?:list|results?|suggestions?|answers?)(?: again)?",
)
_WHY = _of(
    rf"(?:but |and )?why(?: is| did| was)?(?: (?P<item5>{_ONE}))?(?: (?:so|is that|that|though|exactly|these|those|there|first))*",
    r"(?:but |and )?(?:why|how come)(?: (?:did|do|would|should|are|have)(?: you| i)?)? (?:you )?(?:pick|chose|choose|chosen|picked|recommend(?:ed)?|suggest(?:ed)?|show(?:n|ed|ing)?|select(?:ed)?|offer(?:ed)?|put|rank(?:ed)?|list(?:ed)?|like|think i(?:'d| would) like|get)(?:ing)?(?: me| us)? (?P<item>.+?)(?: (?:first|there|on top|at the top|so high|to me|here|for me|number one))*",
    r"(?:but |and )?(?:why|how come) (?:is|are|was|were|'s)?\s?(?P<item2>.+?) (?:first|there|here|on top|at the top|number (?:one|\d)|on the list|in the list|recommended|suggested|shown|chosen|picked|so high|the (?:best|first|top)(?: (?:one|pick|choice|match))?|a (?:good )?(?:match|fit)|better(?: than .+)?)",
    r"what (?:made|makes|led|got) you (?:to )?(?:pick|choose|recommend|suggest|show|think of|select|list|put|go for)(?: me| us)?(?: (?P<item6>.+?))?(?: first| on top| at the top)?|what makes (?P<item3>.+?) (?:so |a |the |that )*(?:good|great|special|best|fit|match|suitable|better|first|right|stand out)(?: .{0,30})?|how did you (?:choose|pick|decide(?: on)?|rank|select|find|get|come up with|arrive at)(?: (?:these|this|that|those|them|it|the (?:order|list|picks|results|first|top)(?: one)?))?|(?:please )?explain (?:why|your (?:choice|picks?|reasons?|reasoning|answer|recommendations?)|the (?:order|ranking|choice|score|scores)|(?:this|that|these|those)(?: (?:choice|pick|result|order|ranking)s?)?)|what(?:'s| is| are) (?:your |the )(?:reasons?|reasoning|logic|score|scores)(?: (?:for|of|behind) (?P<item4>.+?))?|on what grounds|says who",
)
_WHY_NOT = _of(
    r"(?:but |and )?why (?:not|isn'?t|wasn'?t|aren'?t|is not|didn'?t you (?:pick|show|recommend|suggest|mention|include))(?: (?:just|simply|there|to))? (?P<item>.+?)(?: (?:there|shown|included|recommended|on the list|in the list|here|listed|among them))*|where(?:'s| is) (?P<item2>[^?]{2,60}?)(?: in (?:the|your) (?:list|results|answer)| on the list)|(?:you (?:forgot|missed|left out)|what happened to) (?P<item3>.{2,60})",
)
_COUNT = _of(
    rf"how many (?:different |of (?:your |the |these |those )?|other |more )?(?P<what>.+?)? ?{_HERE}(?: (?P<rest>.+?))?(?: (?:in total|altogether|all in all|here|in (?:here|stock|total|all)|available|overall))*",
    rf"(?:what(?:'s| is) )?(?:the )?(?:total |overall )?(?:number|count|amount|quantity) of (?P<what2>.+?)(?: {_HERE})?(?: (?:in total|altogether|here|in all))*|count (?:all |up )?(?:the |your )?(?P<what3>.+)",
    r"how many (?P<what4>(?:of (?:them|these|those|the\w* \w+) )?(?:are|is|were|have|has|cost|costs|got|with|come|do|can|work|support|come with|offer|include|play|run|last|take|star|under|over|below|above|from|by|in)? ?.+)",
    r"how many(?: (?:are there|is there|do you have|have you got|in total|altogether|fit|match|results|hits|matches|were there|exist|there are))*(?: (?:in total|altogether|now|left))*",
    r"(?:do you|have you) (?:have|got) (?:many|a lot of|lots of|much) (?P<what5>.+)|are there (?:many|a lot of|lots of) (?P<what6>.+)|is there (?:more than one|only one) (?P<what7>.+)",
)
_MEAN = r"(?:average|mean|typical|usual|median|normal)"
_AVERAGE = _of(
    rf"(?:what(?:'s| is| are| would be)|tell me|give me|calculate|how (?:much|high|long|big|old) is|show me)? ?(?:the |your |an )?{_MEAN} (?P<field>.+?)(?: (?:of|for|among|in|per|across|over) (?:all |the |your |an? |all the |all of the )*(?P<what>.+?))?(?: (?:here|in (?:here|total|the catalogue|your catalogue)))*",
    r"(?:(?:on|in) average,? |typically,? |usually,? |normally,? )(?P<ask>(?:what|how) .+)|(?P<ask2>(?:what|how) .+?) (?:on|in|at an?) (?:the )?average(?: (?P<rest>.+))?|(?P<ask3>how (?:much|long|old|many|high|good|big|heavy|expensive) .+?) (?:typically|usually|normally|generally)(?: (?P<rest2>.+))?|(?P<ask4>how (?:much|long|old|high|good|big|heavy|expensive) (?:is|are|does|do) (?:a |an )?(?:typical|average|normal|usual) .+)",
)
_MOST = r"(?:most|least|fewest|highest|lowest|greatest|maximum|minimum|max|min|longest|shortest)"
_EXTREME = _of(
    r"(?P<ask>(?!.*\bbest[- ](?:before|by)\b)(?:what|which|who)(?:'s| is| are| was)? (?:the |your |is the )*.*\b(?:\w+est|most|least|best|worst|top|maximum|minimum|max|min)\b.*?)(?:(?: that)? (?:you|u|we)(?:'ve| have|ve)?(?: got)?| here| in (?:here|stock|the \w+|your \w+)| available| there is| there)*(?:,? and (?:how (?:much|many|long|old|high)|what|when|who|where)\b.*)?",
    r"(?P<ask2>how (?:much|long|old|high|many|expensive|heavy) (?:is|are|does|do|was) (?:the |your )(?:\w+est|most \w+|least \w+|best \w+|worst \w+)\b.*)|what(?:'s| is) the (?:maximum|minimum|max|min|highest|lowest|range of|top|biggest|largest|smallest) (?P<field>.+)|(?:show me |tell me )(?P<ask3>(?:what|which) .*\b(?:\w+est|most|least|best|worst)\b.*)",
)
_SORT_OF = r"(?:kinds?|sorts?|types?|varieties|categories|classes|styles|groups) of"
_VALUES = _of(
    rf"(?:which|what)(?: all| different| other)? {_SORT_OF} (?P<what>.+?) (?:{_HERE}|there are)(?: (?P<rest>.+?))?|(?:which|what)(?: all| different| other)? (?P<field>.+?) (?:{_HERE}|there are)(?: (?P<rest2>.+?))?|(?:which|what) (?P<field5>[\w ]{{3,24}}?) (?:do|does|can|are) (?P<what2>.+?) (?:come|be had|available|sold|offered|made)(?: in)?",
    rf"(?:please )?(?:list|name|enumerate|show me|tell me|give me)(?: me)? (?:all |every |a list of |the list of )+(?:of )?(?:the |your |possible |available |different |{_SORT_OF} )*(?P<field2>.+?)(?: (?:{_HERE}))?|(?:what|which) (?:are|is) (?:all )?(?:the |your )?(?:available |possible |different |{_SORT_OF} )*(?P<field3>.+?)(?: {_HERE})?|what (?P<field4>[\w ]{{2,30}}?) (?:can|could|may|do) (?:i|we) (?:choose|pick|select|filter by|search by)(?: from)?|(?:by )?what (?:fields|attributes|properties|criteria) (?:can|could|do) (?:i|you|we) .+",
)
_COMPARE = _of(
    r"(?:please |can you |could you )*(?:compare|contrast)(?: between)? (?P<items>.+)|(?:what(?:'s|s| is| are)|tell me|explain)? ?(?:the )?(?:main |biggest |exact )?differences? (?:between|of) (?P<items2>.+)|how (?:do|does|is|are|did) (?P<items3>.+?) (?:differ|different|compare(?:d)?)(?: (?:from|to|with) (?P<other>.+))?",
    r"(?P<items4>.+? (?:vs\.?|versus|or) .+?)[,:;?]? (?P<by>(?:which|what)(?: one)?(?: (?:is|of|has|was|are|costs|would|should|lasts|runs|came|do|does)\b.*)?)|(?P<by2>(?:which|what)(?: one)?(?: of (?:them|these|those|the two|the three))?(?: (?:is|has|was|are|costs|lasts|runs|came|would|should|do|does)) [^:,?]+?)[:,?] ?(?P<items5>.+? or .+)",
    r"(?:which|what|who)(?: one)? (?:of|among|between|out of) (?P<items6>.+?) (?P<by3>(?:is|has|was|are|were|costs|lasts|runs|came|would|should|do|does|did|weighs|fits|suits|scores|got)\b.+)|between (?P<items7>.+? and .+?)[, ]+(?P<by4>(?:which|what)\b.+)|(?P<items8>.+? (?:vs\.?|versus) .+)|(?:is|are) (?P<items9>.+?) (?P<by5>\w+er|more \w+|less \w+) than (?P<other2>.+)|should i (?:take|get|pick|choose|watch|buy|read|see|go (?:to|with|for)) (?P<items10>.+? or .+)|(?:which|what)(?: one)? (?:is|was|has|would be) (?:the )?(?P<by6>\w+er|better|more \w+|less \w+)(?: (?:one|choice))?",
)
_ITEM_ASKED = _of(
    rf"(?:please )?(?:tell|show|give) (?:me|us) (?:(?:a (?:bit|little)|some|something|everything|all|the|any) )?(?:more |further |all |the )*(?:details? |info(?:rmation)? |facts? |description )*(?:about|on|of|for) {_ITEM}|(?:more )?(?:details?|info(?:rmation)?|facts|description|specs|specifications)(?: (?:about|on|of|for))? (?P<item2>.+?)|what(?:'s| is| are| do you know| can you tell me| does the catalogue say| else do you know) (?:about|known about|known of) (?P<item3>.+?)|(?:please )?(?:describe|explain) (?P<item4>.+?)|(?:i(?:'d| would) like to |i want to )?know more about (?P<item5>.+?)|more (?:about|on) (?P<item6>.+?)|what(?:'s| is) (?P<item7>.+?) (?:about|like)|(?:what|how) about (?P<item8>the \w+(?: one)?)",
    rf"(?P<ask>(?:(?:the|number|no\.?) [\w ]{{1,16}}[,:;.–—-]+ ?)?(?:who|what|when|where|which|whose|how|why|{_DO}|isn'?t|aren'?t|doesn'?t|don'?t|hasn'?t|didn'?t)\b.+)",
    r"(?P<ask2>.+?(?:'s)? (?:cast|director|plot|price|runtime|rating|ratings|actors?|actress|year|length|ingredients|recipe|address|opening hours|hours|phone(?: number)?|genres?|author|brand|story|synopsis|summary|storyline|release date|calories|cost|size|weight|reviews?|facilities|amenities|location|description|duration|level|category|colou?r|material))",
)
_SET_OF = r"(?:films?|movies?|books?|songs?|albums?|hotels?|restaurants?|places?|products?|things?|items?|ones?|stuff|something|anything|works?|others?|more|recipes?|games?|units?|tools?|shows?)"
_HOP = _of(
    rf"(?P<rest>(?:.*\b)?{_SET_OF}|.+?) (?:(?:that (?:were|was|are|is)|which (?:were|was|are|is)) )?(?:directed |written |made |sung |produced |done |shot |painted |recorded )?(?:by|from|of|with|starring|featuring) the (?:same )?(?P<field>[\w ]{{3,30}}?)s? (?:of|as|from|in|who (?:directed|wrote|made|played in|starred in|sang)|that (?:made|directed|wrote)|behind) (?P<item>.+)",
    r"(?:what|which)(?: other| else)?(?: \w+)? (?:did|has|have) the (?P<field2>[\w ]{3,30}?)s? (?:of|from|who (?:directed|wrote|made)|behind) (?P<item2>.+?) (?:also |else )?(?:make|made|direct|directed|do|done|write|written|wrote|produce|produced|sing|sung|star(?:red)? in|appear(?:ed)? in|play(?:ed)? in)(?: (?:as well|else|too|besides))?",
    r"(?:show me |give me |find me |i want |i'd like |i would like |anything |something |others? |more |any |find |list )*(?P<rest3>.*?)(?:with |of |from |by |in |has |have |having |that (?:has|have) |sharing )?(?:the )?same (?P<field3>[\w ]{3,30}?)(?: (?:as|like|of|than)) (?P<item3>.+?)(?:(?:,|,? but) (?:(?:a (?:bit|little) |much |way |slightly )?(?P<than>(?:more|less) \w+|\w+er)(?: ones?)?|(?P<but>(?:for|under|over|in|without|not) .+)))?",
    r"(?:show me |give me |find me |i want |i'd like |any |are there |is there |what are |find )*(?P<rest4>(?:other |more |good |nice |cheap |the |any |some )*[\w -]*?) ?(?:near(?:by)?|close to|around|next to|in the (?:vicinity|neighbou?rhood|area) of|not far from|within walking distance of) (?P<near>.+)",
    rf"(?P<rest5>(?:anything |something |what )?(?:else|others?|more|other {_SET_OF}|more {_SET_OF})) (?:by|from|with) (?P<same>(?:the )?(?:same|that|this|its|their|his|her) [\w ]+)|(?P<rest6>(?:other|more) {_SET_OF}) (?:by|from|with|starring) (?P<pronoun>(?:him|her|them|the same (?:person|people|one)))",
    r"(?:and |so )?what (?:else|other \w+) (?:did|has|have|does|do) (?P<pronoun2>he|she|they|the (?:same )?(?:person|director|author|actor|actress|writer|singer|band|brand|maker|company)|that (?:person|director|author|actor|actress|writer|singer|band|brand|company)) (?:make|made|direct(?:ed)?|do|done|write|written|wrote|star(?:red)? in|act(?:ed)? in|appear(?:ed)? in|play(?:ed)? in|sing|sung|sang|produced?|have|got|sell)(?: (?:as well|too|besides|here))?",
)
_FOLLOW = _of(
    r"(?:and |but |so |ok |okay |hm+ )*(?:what|how) about (?P<about>.+)|(?:and |but )+(?P<about2>(?:for|with|in|under|over|without|from) .+)|(?:and |same |the same |now the same |now )+(?:but |just )?(?P<about3>(?:for|with|in|under|over|without) .+)",
)
_FOLLOW_BY = _of(
    r"(?:and |but |so |ok |okay |hm+ )*(?:what|how) about (?:something |some |one |ones )?(?P<about>(?:for|with|without|in|under|over|below|above|from|near) .+)",
)
"""A change that begins as a condition does: "what about for kids?" asks of no title that has these words."""
_OTHER_ONE = _of(
    r"(?:no[,. ]+)?(?:i (?:meant|mean|want(?:ed)?|said) )?(?:not (?:that|this)(?: one)?[,. ]+)?the other(?: one)?",
)
_BOTH = _of(
    r"(?:i (?:like|want|'ll take|will take|take|love) |give me |let'?s (?:do|say) )?(?:both|either|either (?:is|one)(?: (?:fine|ok|okay|good|works))?|both(?: of (?:them|those|these))?(?: (?:please|are fine|work|would be (?:fine|good)))?|any of (?:them|those|these)|all of (?:them|those|these|the above))(?: of them)?",
)
_CORRECT = _of(
    r"(?:no[,. ]+|sorry[,. ]+|but |wait[,. ]+|actually[,. ]+|oops[,. ]+|hey[,. ]+)*(?:i|we) (?:said|meant|mean|asked for|wanted|want|did say|told you)[:,]? (?P<right>.+?)[,;]? (?:and )?not (?P<wrong>.+)|(?:no[,. ]+|sorry[,. ]+|wait[,. ]+|actually[,. ]+|oops[,. ]+)*(?:not (?P<wrong2>[^,;]*\d[^,;]*)[,;] ?(?:but |i (?:said|meant) )?(?P<right2>.*\d.*))|(?:no[,. ]+|sorry[,. ]+|wait[,. ]+|actually[,. ]+|oops[,. ]+)+(?:i|we) (?:said|meant|mean)[:,]? (?P<right3>.+)|(?:i|we) (?:meant|said) (?P<right4>.+)|(?:make (?:that|it) )(?P<right5>.+?)(?: instead)?(?:,? not (?P<wrong5>.+))?",
)
_BEST_OF = _of(
    r"(?:so |and )?(?:which|what)(?: one)? (?:of|among|out of|from) (?P<items>.+?) (?:is|are|was|would be|do you think is|fits|suits|works|would you (?:recommend|pick|choose|suggest))(?: (?:the )?)(?:best|most suitable|better suited|the right one|right|good|suitable|ideal|perfect|better|me|us|you) ?(?:suited |choice |one |fit |pick )?(?P<why>(?:for|if|when|to|with|in|on|at)\b.*)?",
    r"(?:so |and )?(?:which|what)(?: one)?(?: of (?P<items2>them|these|those|the (?:two|three|four|five)))? (?:is|are|would be|do you think is|suits|fits|works|would you (?:recommend|pick|choose|suggest))(?: the)? ?(?:best|most suitable|better|right|good|suitable|ideal|perfect)? ?(?:suited |choice |one |fit |pick )?(?P<why2>(?:for|if|when|to|with)\b.+)|(?:which|what)(?: one)? (?:do|would|should) (?:you|i) (?:recommend|pick|choose|suggest|take|buy|watch|get|go (?:with|for))(?: (?P<why3>(?:for|if|when|with)\b.+))?|(?:what(?:'s| is) )?your (?:favou?rite|top pick|best pick)(?: of (?:them|these|those))?|if you (?:had to|could) (?:pick|choose)(?: just)? one.*",
)

ENGLISH_TURNS = TurnGrammar(
    talk=(
        ("injection", _INJECTION), ("complaint", _COMPLAINT), ("about", _ABOUT), ("farewell", _FAREWELL), ("thanks", _THANKS),
        ("praise", _PRAISE), ("greeting", _GREETING), ("ack", _ACK), ("filler", _FILLER),
    ),
    opening=compiled(
        r"\s*(?:(?:so|um+|uh+|er+|well|ok(?:ay)?|and|but|hey|hi|hello|please|oh|hm+|actually|now|right|excuse me|sorry|then|thanks|thank you|great|nice|cool|yes|yeah|ah|wait|quick question|one question|just curious|by the way|btw|(?:can|could|would) you (?:please )?tell me|do you (?:happen to )?know|any idea|(?:i(?:'d| would) (?:like|love)|i want|i need) to know|i(?:'m| am)? (?:was )?(?:just )?(?:wondering|curious)(?: about)?|i wonder|remind me|good (?:morning|evening|afternoon|day))(?:[,.!: …-]+|$))*(?:if |whether )?"
    ),
    closing=compiled(
        r"(?:[,.! ]+(?:please|thanks|thank you|then|though|anyway|exactly|by the way|btw|lol|haha|mate|dear|now|again|actually|do you know|in your opinion|you think))*[\s?.!,;:…~]*$"
    ),
    forms=(
        ("injection", _INJECTION), ("cannot", _CANNOT), ("off_topic", _OFF_TOPIC), ("contents", _CONTENTS), ("summary", _SUMMARY), ("back", _BACK),
        ("both", _BOTH), ("other_one", _OTHER_ONE), ("correction", _CORRECT), ("why_not", _WHY_NOT), ("why", _WHY), ("hop", _HOP),
        ("best_of", _BEST_OF), ("compare", _COMPARE), ("average", _AVERAGE), ("count", _COUNT), ("values", _VALUES),
        ("follow_up", _FOLLOW_BY), ("item_question", _ITEM_ASKED), ("extreme", _EXTREME), ("follow_up", _FOLLOW),
    ),
    concepts=(
        (compiled(r"\bdirect(?:s|ed|or|ors|ing)?\b|\bwho (?:made|filmed|shot) "), "director"),
        (compiled(r"\bcast\b|\bact(?:s|ed|or|ors|ress|resses|ing)?\b|\bstar(?:s|red|ring)\b|\bwho (?:is|are|was|were|'s|else is)?\s?in\b|\bwho play(?:s|ed)\b|\bplay(?:s|ed|ing) in\b"), "cast"),
        (compiled(r"\bwr(?:ote|itten|iter|iters|ites)\b|\bauthors?\b"), "author"),
        (compiled(r"\bwho (?:gives|gave|holds|teaches|taught|leads|speaks|presents|hosts|runs)\b|\bspeakers?\b|\bteachers?\b|\bpresenters?\b"), "speaker"),
        (compiled(r"\bwho (?:teaches|taught|leads|gives|runs|holds)\b|\bteachers?\b|\btutors?\b|\binstructors?\b|\bcoach(?:es)?\b"), "teacher"),
        (compiled(r"\bwho (?:teaches|taught|leads|gives|runs|holds)\b|\btutors?\b|\binstructors?\b"), "instructor"),
        (compiled(r"\bs(?:ings|ang|ung|inger|ingers)\b|\bartists?\b|\bband\b|\bperform(?:s|ed|er)\b|\bcompos(?:ed|er)\b"), "artist"),
        (compiled(r"\b(?:who|what company) (?:makes|made|produces|manufactures|sells)\b|\bbrands?\b|\bmade by\b|\bmanufacturer\b|\bmaker\b"), "brand"),
        (compiled(r"\bhow much (?:does|do|is|are|was|would|will|did|for)\b(?!.*\b(?:weigh|salt|sugar|time|water|flour|oil)\b)|\bprices?\b|\bcosts?\b|\bexpensive\b|\bcheap\b|\bpricey\b|\bfees?\b|\bfare\b|\bentry\b|\btickets?\b|\bpay for\b|\bwhat does it go for\b|\baffordable\b"), "price"),
        (compiled(r"\bhow long ago\b|\bhow (?:old|recent|new)\b|\bwhen (?:was|were|did|is|does)\b(?!.*\b(?:open|close|shut)\b)|\bwhat year\b|\bwhich year\b|\byears?\b|\bcame? out\b|\breleased?\b|\bpublished\b|\bold(?:er|est)?\b|\bnew(?:er|est)?\b|\brecent\b|\blonger ago\b|\bearlie[rst]+\b"), "year"),
        (compiled(r"\bhow long\b|\bduration\b|\brun ?time\b|\brunning time\b|\blengths?\b|\bminutes?\b|\bhours? long\b|\bhow many (?:minutes|hours)\b|\blasts?\b|\btakes? (?:long|to)\b|\blong(?:er|est)?\b|\bshort(?:er|est)?\b"), "duration"),
        (compiled(r"\brat(?:ed|ings?|es?)\b|\bscores?\b|\breviews?\b|\bstars\b|\bhow good\b|\bany good\b|\bis (?:it|.+) (?:any )?good\b|\bworth (?:it|seeing|watching|a)\b|\bpopular\b|\bbetter\b"), "rating"),
        (compiled(r"\bopen(?:s|ing)?\b|\bclos(?:e|es|ed|ing)\b|\bhours\b|\bshut\b"), "hours"),
        (compiled(r"\bphone\b|\btelephone\b|\bcall\b|\bcontact\b"), "phone"),
        (compiled(r"\bsubway\b|\bmetro\b|\bunderground\b|\bstation\b|\bget there\b|\btransport\b"), "metro"),
        (compiled(r"\bwhere\b|\baddress\b|\blocat(?:ed|ion)\b|\bplace\b|\bdistrict\b|\barea\b|\bcountry\b|\bcity\b"), "place"),
        (compiled(r"\bingredients?\b|\bmade (?:of|from|with)\b|\bcontains?\b|\bwhat(?:'s| is) in (?:it|the|this|that)\b|\bwhat do i need\b|\bhow (?:many|much) (?:eggs?|salt|sugar|flour|oil|butter|milk|water|rice|meat)\b"), "ingredient"),
        (compiled(r"\bcalori\w*\b|\bkcal\b|\benergy\b|\bfattening\b"), "energy"),
        (compiled(r"\bdifficult\w*\b|\bhard\b|\beasy\b|\bcomplicated\b|\bsimple\b|\bskill\b"), "difficulty"),
        (compiled(r"\bhow do (?:i|you|we) (?:make|cook|prepare|bake|do|use|play|assemble|brew|fry)\b|\bhow to (?:make|cook|prepare|bake|use|do|brew|fry)\b|\bhow is (?:it|.+) (?:made|cooked|prepared)\b|\brecipe\b|\bsteps\b|\binstructions\b"), "steps"),
        (compiled(r"\bwhat(?:'s| is| was) .+ about\b|\bplot\b|\bstory(?:line)?\b|\bsynopsis\b|\bsummary\b|\bwhat happens\b|\bdescribe\b|\bdescription\b|\babout\b"), "description"),
        (compiled(r"\bgenres?\b|\bkinds?\b|\btypes?\b|\bcategor(?:y|ies)\b|\bclass\b|\bsort of\b"), "kind"),
        (compiled(r"\blanguages?\b|\bspoken\b|\bsubtitles?\b|\bdubbed\b"), "language"),
        (compiled(r"\bfacilit(?:y|ies)\b|\bamenit(?:y|ies)\b|\bfeatures?\b|\bservices?\b"), "facility"),
        (compiled(r"\bdishes\b|\bserves?\b(?! how)|\bmenu\b|\bspecialt(?:y|ies)\b"), "dishes"),
        (compiled(r"\bhow many people\b|\bserving\w*\b|\bportions?\b|\bfeeds?\b|\bhow many players\b|\bplayers\b|\bsleeps\b|\bcapacity\b"), "servings"),
        (compiled(r"\bweigh(?:s|t)?\b|\bheavy\b|\bheavier\b|\blight(?:er)?\b|\bhow much does .+ weigh\b"), "weight"),
        (compiled(r"\bhow (?:big|large|tall|wide|high|small)\b|\bsizes?\b|\bdimensions?\b|\bmeasure\w*\b|\bbigger\b|\bsmaller\b|\btaller\b"), "size"),
        (compiled(r"\bin stock\b|\bavailable\b|\bsold out\b|\bhow many (?:are )?left\b|\bhow many copies\b|\bstock\b"), "stock"),
        (compiled(r"\b(?:for|suitable for|ok for|okay for|good for) (?:kids?|children|a child|toddlers|\w+[- ]year[- ]olds?)\b|\bage\b|\bold enough\b|\bkid[- ]friendly\b|\bfamily[- ]friendly\b"), "age"),
        (compiled(r"\bcolou?rs?\b"), "colour"),
        (compiled(r"\bmaterials?\b|\bmade out of\b"), "material"),
        (compiled(r"\blevels?\b|\branks?\b|\btiers?\b"), "level"),
        (compiled(r"\bdistance\b|\bhow far\b"), "distance"),
    ),
    it=compiled(
        r"\b(?:it|its|this|that|this one|that one|the one|he|she|him|her|they|them|these|those|this (?:film|movie|book|hotel|restaurant|place|item|thing|song|recipe|dish|product|game|unit|picture|one)|that (?:film|movie|book|hotel|restaurant|place|item|thing|song|recipe|dish|product|game|unit|picture|one)|the (?:film|movie|book|hotel|restaurant|item|song|recipe|dish|product|game|unit|picture) (?:itself)?)\b"
    ),
    asks=compiled(r"^(?:who|what|when|where|which|whose|how|is|are|was|were|does|do|did|has|have|can|could|tell|describe|explain)\b|\?\s*$"),
    all_of=compiled(
        r"(?:(?:all|the|any|your|of|different|these|those|them|total|whole|entire|distinct|unique|separate|individual|other|available|kinds?|in|stock|here|there|are|is) ?)*(?:items?|things?|products?|entries|results?|records?|stuff|everything|options?|choices?|pieces?|objects?|articles?|titles?|it|them|one|ones|what)?(?: (?:in (?:total|all|here|the (?:catalogue|catalog|store|shop)|your (?:catalogue|catalog|store|shop))|altogether|are there|here|there|overall))*"
    ),
    joins=compiled(r"\s*(?:,?\s+(?:and|or|with|to|vs\.?|versus|against|from|&|than)\s+(?:with\s+|to\s+|the one\s+)?|,\s*|;\s*|/|\s+-\s+)\s*"),
    empty=compiled(
        r"\b(?:mentions?|mentioning|who|what|when|where|which|whose|how|why|many|much|is|are|was|were|does|do|did|has|have|had|having|can|could|will|would|should|must|there|the|a|an|any|some|of|in|on|at|for|to|with|by|from|it|its|it's|this|that|these|those|they|them|their|he|she|his|her|you|your|i|me|my|we|one|ones|and|or|also|too|exactly|really|actually|please|about|know|tell|offer|provide|include|come|comes|get|got|contain|contains|need|be|been|'s|s|not|isn't|doesn't|don't|aren't|still|just|else|film|movie|book|hotel|restaurant|place|item|thing|song|recipe|dish|product|game|unit|first|second|third|fourth|fifth|last|number|support|supports|feature|features|allow|allows|if|so)\b"
    ),
    nouns={
        "restaurant": ("restaurant", "restaurants", "food", "eat", "dining", "lunch", "dinner", "meal", "eating", "eateries", "cafe"),
        "hotel": ("hotel", "hotels", "stay", "sleep", "accommodation", "lodging", "night"),
        "child": ("children", "kids", "kid", "family"),
        "attraction": ("attraction", "attractions", "sights", "sight", "sightseeing", "see", "visit", "things to do", "museum", "places"),
    },
    most=compiled(
        r"\b(?:(?P<less>least|fewest|lowest|smallest|shortest|minimum|min|lightest|weakest|cheapest)|(?P<more>most|highest|greatest|largest|biggest|longest|maximum|max|top|strongest|heaviest))\b"
    ),
    less=compiled(r"\b(?:cheap(?:er)?|less|lower|older|earlier|longer ago|shorter|smaller|lighter|fewer|quicker|faster|easier|closer|nearer)\b"),
    open_question=compiled(r"\b(?:who|what|when|where|which|whose|how|why)\b"),
    likeness=compiled(r"\b(?:like|similar to|such as|instead of|other than|apart from|except|besides|after|more of|better than|cheaper than|as good as|in the style of|reminds? me of|fan of|loved|liked|enjoyed|watched|seen|hated|not)(?: the| a| that| this)? *[\"“‘']?$"),
    likeness_after=compiled(r"[\"”’']?\s*(?:-?like\b|style\b|vibes?\b|but\b|instead\b|or (?:something )?similar\b|fans?\b)"),
    wishes=compiled(
        r"\b(?:recommend|suggest|looking for|find me|show me (?!more about|the details)|give me (?!more|the|some info|info|details)|i(?:'d| would)? (?:want|need|like|love|prefer)|should i|can i (?:watch|buy|get|eat|read|see|do|give|use)|could i|what (?:can|should|could|else) (?:i|we)|something|anything|similar|other (?:films?|movies?|books?|hotels?|items?|things?))\b"
    ),
    existence=compiled(r"\s*(?:do you (?:have|sell|stock|carry|know)|have you got|got|is there|are there|can i (?:get|have|see|watch)|is|are)\b"),
    these=compiled(r"\b(?:(?:these|those|both)(?: (?:two|three|four|five))?|both of them|them|they|the two|the three|the (?:first|top|last) (?:two|three|few)|all of them|both|the ones?|the results|the list)\b"),
    child=compiled(r"(?:\b(?:with|for|and) )?(?:my |our |a |an |the |his |her |their )?(?:little )?\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})[- ]years?[- ]olds?\b(?: (?:son|daughter|child|kid|boy|girl|nephew|niece|grandson|granddaughter)s?)?"),
    doing=compiled(r"\b(?:that|who|which) (?:can|could|is able to) (?P<verb>[a-z]{3,})\b"),
    kinds_said=compiled(r"\b(?:kinds?|sorts?|types?|varieties|categories|classes|styles|groups)\b"),
    sorts=compiled(r"^(?:(?:kinds?|sorts?|types?|different|other|all|the|your|possible|available|of)\b\s*)+"),
    bare=compiled(r"(?:and |so |but )*(?:how (?:much|long|old|good|many \w+|big|far|heavy|expensive|difficult|hard)|when|where|who|(?:the |its |which |what )?[\w ]{3,24})"),
    fillers=compiled(
        r"\b(?:so+|u+m+|u+h+|er+m*|hm+|ah+|oh|yeah|you know|i mean|like(?=,|\s+(?:maybe|some|a|an|i|um+|uh+|you|really|kind|sort|the|two|three|\d)\b)|i dunno|i don't know|dunno|kind of|sort of|kinda|sorta|basically|literally|actually|whatever|or something(?: like that)?|or so|maybe some|well|i guess|i suppose|let's see|let me (?:think|see)|i was (?:just )?wondering(?: you know)?(?: if| whether)?(?: there'?s| there is)?|if there'?s(?: like)?(?: maybe)?)\b[,.]*"
    ),
)  # fmt: skip
