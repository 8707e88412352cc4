"""The words by which :mod:`pledges.domain.explicit` tells an explicit promise from a vague one."""

from __future__ import annotations

import re


def phrases(*alternatives: str) -> re.Pattern[str]:
    """Return what finds any of these as whole words, whatever their case."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE)


PARTICIPLE = r"(?:\w+ly )?(?:\w{2,}ed|taken|given|made|done|put|built|brought|held|kept|met|set|sent|cut)"
NOBODY = phrases(
    rf"(?:will|shall|must|should|can) (?:also |always |soon |all )?be {PARTICIPLE}",
    r"(?:steps|measures|action|efforts|work) (?:is|are|will be|has been|have been)(?: being)?(?: \w+)?",
    r"it is (?:expected|intended|hoped|planned|envisaged)",
    r"there will be",
)
SOMEBODY = phrases("I", "we", "me", "us", "my", "our", "ours", "by")
ANYBODY = re.compile(
    r"(?:(?:all|our|the|every|any|each|key|valued|of|other|wider|general|and) ?)*"
    r"(?:stakeholders?|everyone|everybody|people|public|society|customers?|clients?|users?|consumers?"
    r"|communit(?:y|ies)|world|citizens?|humanity|anyone|all|partners?|staff|employees?|planet|residents?"
    r"|future generations|visitors?|guests?|members?)",
    re.IGNORECASE,
)
COUNT = re.compile(
    r"\d|(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|ninety|hundreds?|thousand|half|twice|once|quarter|every|each|nobody|none|never|always"
    r"|no one|not one|all|any|no|noon|midnight)(?!\w)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\d|(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|ninety|hundred|thousand|half|halve|halved|twice|double|third|a quarter|none|no one|never"
    r"|nobody)(?!\w)",
    re.IGNORECASE,
)
SEEN = phrases(
    r"posted|published|printed|signed|delivered|counted|measured|weighed|listed|opens?|opened|hands? over"
    r"|handed over|paid back|free of charge|stands? (?:at|in|on)|hangs?"
)
INTENT = phrases(
    r"striv(?:e|es|ing)",
    r"aim(?:s|ing)? (?:to|for|at)",
    r"endeavou?r(?:s|ing)?",
    r"seek(?:s|ing)? to",
    r"(?:try|tries|trying) (?:to|our|my)",
    r"attempt(?:s|ing)? to",
    r"work(?:s|ing)? (?:hard |tirelessly )?(?:towards?|on|to)",
    r"(?:are |is |am |remain |remains )?(?:fully |deeply |strongly )?committed to",
    r"(?:our|my) commitment to",
    r"(?:are |is |am )?dedicated to",
    r"aspir(?:e|es|ing)(?: to)?",
    r"hop(?:e|es|ing) to",
    r"(?:intend|plan|mean|want)(?:s|ing)? to",
    r"look(?:s|ing)? (?:to|into|at ways)",
    r"do (?:our|my) (?:best|utmost)",
    r"do (?:everything|all|what) (?:we|I) can",
    r"(?:are )?explor(?:e|es|ing)",
    r"(?:will )?consider(?:s|ing)?",
    r"focus(?:es|ing)? (?:more )?on",
    r"prioriti[sz](?:e|es|ing)",
    r"make every effort",
    r"go the extra mile",
)
PRAISE = phrases(
    r"world[- ]class",
    r"best[- ](?:in[- ]class|practices?|possible)",
    r"(?:industry|market)[- ]leading",
    r"cutting[- ]edge",
    r"state[- ]of[- ]the[- ]art",
    r"next[- ]generation",
    r"first[- ](?:class|rate)",
    r"excellen(?:t|ce)",
    r"exceptional",
    r"outstanding",
    r"superior",
    r"unparalleled|unrivalled|unmatched",
    r"premium",
    r"seamless(?:ly)?",
    r"innovative",
    r"(?:high|highest|top)[- ]quality",
    r"(?:the )?highest standards?",
    r"delight(?:s|ed|ing|ful)?",
    r"exceed(?:s|ing)? (?:your |their |all )?expectations",
    r"robust",
    r"holistic",
    r"great (?:service|experience)",
    r"user[- ]friendly",
)
AMOUNT = phrases(
    r"(?:significant|substantial|considerabl|dramatic|material|marked|noticeabl|measurabl)[ely]*",
    r"improv(?:e|es|ed|ing|ements?)",
    r"better",
    r"fast(?:er)?|quick(?:er|ly)|swiftly|promptly",
    r"more (?:often|quickly|reliabl[ey]|easily|open(?:ly)?|transparent(?:ly)?|flexibl[ey]|efficient(?:ly)?)",
    r"reduc(?:e|es|ed|ing|tions?)",
    r"increas(?:e|es|ed|ing)",
    r"optimi[sz](?:e|es|ed|ing)",
    r"enhanc(?:e|es|ed|ing)",
    r"strengthen(?:s|ed|ing)?",
    r"shorter|lower|fewer|cheaper|greener|cleaner|safer",
    r"a (?:wide )?range of|a number of|many|several|as few as possible",
)
WHEN = phrases(
    r"soon",
    r"shortly",
    r"as soon as (?:possible|practicable|we can|I can)",
    r"in the (?:near|foreseeable|coming) (?:future|weeks|months|years|time)",
    r"in due (?:course|time)",
    r"over (?:time|the (?:coming|next) (?:weeks|months|years))",
    r"eventually",
    r"going forward|moving forward",
    r"in (?:the )?(?:long|medium|short)(?:er)? (?:term|run)",
    r"at the earliest (?:opportunity|convenience)",
    r"one day",
    r"before long",
    r"in time",
    r"gradually",
    r"step by step",
    r"on an ongoing basis",
    r"timely|in a timely manner",
)
ESCAPE = phrases(
    r"(?:where|wherever|when|whenever|if|as far as|as much as|insofar as) (?:at all )?"
    r"(?:possible|practicable|practical|feasible|appropriate|necessary|reasonable)",
    r"(?:where|wherever|when|whenever|as far as|as much as) (?:we|I) can",
    r"as appropriate",
    r"reasonabl[ey]",
    r"best efforts?",
    r"subject to",
    r"(?:normally|generally|typically|usually|ideally|mostly|largely)",
    r"in (?:most cases|principle|general|normal circumstances)",
    r"(?:if|as|when|where) (?:\w+ )?(?:resources?|circumstances|budgets?|conditions|funds|capacity|staffing"
    r"|time)(?: will)? (?:allow|permit)s?",
    r"(?:unless|barring|except in) (?:exceptional|unforeseen|extraordinary)(?: \w+)?",
    r"to the extent",
    r"up to",
    r"or (?:similar|equivalent)",
)
FORCED = phrases(
    r"(?:required|obliged|mandated|compelled|ordered|forced|instructed|bound|asked) (?:by|to|under)",
    r"(?:by|under) (?:law|statute|(?:the )?(?:new )?regulations?)",
    r"in line with (?:the )?(?:law|regulations?|legislation|requirements|guidance)",
    r"compl(?:y|ies|ying|iance)(?: with)?",
    r"(?:the )?regulator (?:demands|requires|insists|expects)",
    r"(?:we|I) (?:have|had) to",
    r"legal (?:duty|obligation)s?",
)
OWN_GAIN = phrases(
    r"(?:our|my) (?:\w+ )?(?:brand|reputation|market share|position|ratings?|shareholders?|investors?"
    r"|profits?|margins?|revenues?|sales|growth|competitive\w*|targets?|kpis?|image|scores?|costs?|bonus|success)",
    r"shareholder value",
    r"competitive (?:edge|advantage)",
    r"market share",
    r"return on investment",
    r"(?:cost|efficiency) savings",
    r"net promoter score",
)
TAUTOLOGY = re.compile(
    r"\s*(?:because )?(?:it|this|that) (?:is|was) (?:very |so |simply )?"
    r"(?:important|the right thing(?: to do)?|right|necessary|good|what (?:we|you) (?:do|deserve))[\s.!]*",
    re.IGNORECASE,
)
HIDDEN = phrases(
    r"internal(?:ly)?",
    r"confidential(?:ly)?",
    r"our own (?:assessment|records|figures|review|measurements?)",
    r"management (?:review|judg\w+|assess\w+|is satisfied|agrees)",
    r"(?:we|I) (?:feel|judge|deem|believe|consider|are satisfied|am satisfied|are happy)",
    r"in (?:our|my) (?:view|opinion|judge?ment)",
    r"the (?:board|executive|management team|steering committee) (?:is|are|will|has)",
)
