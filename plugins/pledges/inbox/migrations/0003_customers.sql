-- Who was asked for a word on a pledge (its id). belongs_to: which of its customers, when it is a person of one.
CREATE TABLE customers (
    id TEXT PRIMARY KEY,
    pledge TEXT NOT NULL,
    name TEXT NOT NULL,
    belongs_to TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (pledge, name)
);

-- Each signed link. ended_at: when it was answered, or a newer one took its place. submission: the answer.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    submission TEXT NOT NULL
);
CREATE INDEX invitations_customer ON invitations (customer, made_at);
CREATE INDEX invitations_submission ON invitations (submission);
