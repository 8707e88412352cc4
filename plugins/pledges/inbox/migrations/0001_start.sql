-- Instants are microseconds since 1970 in UTC; texts in JSON are named so below.

-- What strangers sent. waits: 1 while a moderator has something to decide.
-- words, revision, proposal, hints: JSON. digest: to know a repeat. address_key: keyed hash of the e-mail address.
CREATE TABLE submissions (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    waits BIGINT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    received_at BIGINT NOT NULL,
    updated_at BIGINT,
    decided_at BIGINT,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    target_url TEXT NOT NULL,
    in_reply_to TEXT NOT NULL,
    words TEXT NOT NULL,
    revision TEXT NOT NULL,
    proposal TEXT NOT NULL,
    role TEXT NOT NULL,
    customer TEXT NOT NULL,
    standing TEXT NOT NULL,
    hints TEXT NOT NULL,
    reason TEXT NOT NULL,
    trained TEXT NOT NULL,
    digest TEXT NOT NULL,
    address_key TEXT NOT NULL
);
CREATE INDEX submissions_queue ON submissions (waits, score, received_at);
CREATE INDEX submissions_state ON submissions (state, decided_at);
CREATE INDEX submissions_digest ON submissions (digest, received_at);
CREATE INDEX submissions_address ON submissions (address_key);

-- E-mail addresses, encrypted. owner: a submission's id, or leader:<id>.
CREATE TABLE contacts (
    owner TEXT PRIMARY KEY,
    address_key TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX contacts_address ON contacts (address_key);

-- Who wants to hear of replies to a response (thread). state: wanted, asked, confirmed.
CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    thread TEXT NOT NULL,
    address_key TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    UNIQUE (thread, address_key)
);
CREATE INDEX subscriptions_address ON subscriptions (address_key);

-- One row for each source and target, whatever protocols told of it.
CREATE TABLE mentions (
    submission TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    protocols TEXT NOT NULL,
    failures BIGINT NOT NULL,
    checked_at BIGINT,
    received_at BIGINT NOT NULL,
    UNIQUE (source, target)
);

-- Work to do. once: two jobs with the same word are one. payload: JSON.
CREATE TABLE jobs (
    id {identity},
    kind TEXT NOT NULL,
    once TEXT UNIQUE,
    payload TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    claimed_until BIGINT,
    claim TEXT NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX jobs_due ON jobs (due_at, id);

-- What moderators did. before: JSON of the submission as it was, for undo; emptied after a while.
CREATE TABLE actions (
    id {identity},
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    submission TEXT NOT NULL,
    before TEXT NOT NULL,
    note TEXT NOT NULL,
    batch TEXT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX actions_submission ON actions (submission, id);

CREATE TABLE rules (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, value)
);

-- Counters of senders. who: a hash keyed with the day's key.
CREATE TABLE rates (
    bucket TEXT NOT NULL,
    who TEXT NOT NULL,
    window_at BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (bucket, who, window_at)
);
CREATE TABLE rate_keys (
    day TEXT PRIMARY KEY,
    key TEXT NOT NULL
);

CREATE TABLE used_tokens (
    nonce TEXT PRIMARY KEY,
    used_at BIGINT NOT NULL
);

-- How often a word (hashed) stood in what was approved and in spam. The empty word counts texts.
CREATE TABLE classifier (
    word TEXT PRIMARY KEY,
    good BIGINT NOT NULL,
    spam BIGINT NOT NULL
);

-- What content/ should hold. form: line, none or file. done: the version that is on disk.
CREATE TABLE publications (
    path TEXT NOT NULL,
    submission TEXT NOT NULL,
    form TEXT NOT NULL,
    content TEXT NOT NULL,
    tombstone TEXT NOT NULL,
    previous TEXT NOT NULL,
    version BIGINT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (path, submission)
);
CREATE INDEX publications_submission ON publications (submission);

-- Counts for the public tally of what is no longer in submissions.
CREATE TABLE tally (
    name TEXT PRIMARY KEY,
    count BIGINT NOT NULL
);
