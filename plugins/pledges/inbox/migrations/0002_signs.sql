-- When each part of the program that works unseen last showed that it lives.
CREATE TABLE signs (
    name TEXT PRIMARY KEY,
    seen_at BIGINT NOT NULL
);
