-- What the weekly mails have told, and when it was gathered. week: the day of those mails, empty: never told.
-- target: pledges/<id> or essays/<id>; leader: the leader's id, or empty. heading: in the site's language.
CREATE TABLE news (
    id TEXT PRIMARY KEY,
    week TEXT NOT NULL,
    target TEXT NOT NULL,
    leader TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    heading TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    gathered_at BIGINT NOT NULL
);
CREATE INDEX news_week ON news (week, happened_at);
