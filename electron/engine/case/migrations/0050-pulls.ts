/** Schema version 50: what was pulled from live systems, request by request, and which file goes on where another ended. */
import type { Migration } from './migration.ts'

export const pulls: Migration = {
  version: 50,
  up: (db) =>
    db.exec(`
CREATE TABLE pull_stream (         -- one log of one system, as far as this case has followed it
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,   -- canonical JSON: source, baseUrl, path, parameters; no secrets
  revision INTEGER NOT NULL,       -- rises with every change: of two pulls at a time the second is refused
  state    TEXT NOT NULL           -- JSON: where the walk stands, newest time, cursor; secrets as marks
) STRICT;

CREATE TABLE pull_run (
  id         INTEGER PRIMARY KEY,  -- 1, 2, 3 …
  stream_id  INTEGER NOT NULL REFERENCES pull_stream(id),
  source     TEXT NOT NULL,        -- canonical JSON of the source as it was followed; no secrets
  since      TEXT,                 -- ISO 8601 UTC; NULL: as the stream stood
  until      TEXT,                 -- ISO 8601 UTC; NULL: no bound
  started_at TEXT NOT NULL,        -- ISO 8601 UTC
  ended_at   TEXT,                 -- NULL: under way, or its process ended before it could say
  outcome    TEXT,                 -- complete, broken-off, cancelled; NULL as above
  failure    TEXT                  -- JSON of what broke it off; NULL: nothing did
) STRICT;

CREATE TABLE pull_response (       -- one request and what came back, in order
  id           INTEGER PRIMARY KEY,
  run_id       INTEGER NOT NULL REFERENCES pull_run(id),
  exhibit_id   INTEGER REFERENCES exhibit(id) DEFERRABLE INITIALLY DEFERRED, -- holds the body; NULL: it gave no new event
  start_byte   INTEGER,            -- of the body in the exhibit; NULL: see body
  size_bytes   INTEGER NOT NULL,   -- of the body
  sha256       BLOB,               -- of the body; NULL: there was none, or it may not be kept
  body         BLOB,               -- zstd of a body that is in no exhibit; NULL: in the exhibit, empty, or not kept
  method       TEXT NOT NULL,
  url          TEXT NOT NULL,      -- secret parameters as [removed]
  status       INTEGER,            -- NULL: no answer came
  headers      TEXT NOT NULL,      -- JSON: [[name, value], …] as received, secrets as [removed]
  requested_at TEXT NOT NULL,      -- ISO 8601 UTC
  answered_at  TEXT NOT NULL,      -- ISO 8601 UTC; when its last byte, or the fault, came
  fault        TEXT,               -- why nothing was taken from it; NULL: its records were
  record_count INTEGER NOT NULL,   -- records in the body
  known_count  INTEGER NOT NULL    -- of these, pulled before: in the exhibit as gaps of kind pulled-before
) STRICT;
CREATE INDEX pull_response_run ON pull_response (run_id);
CREATE INDEX pull_response_exhibit ON pull_response (exhibit_id);

CREATE TABLE pull_key (            -- the records pulled so far, to tell one that comes again
  stream_id INTEGER NOT NULL REFERENCES pull_stream(id),
  key       BLOB NOT NULL,         -- 16 bytes of SHA-256: of the vendor's id, else of content and how often it stood in its body
  content   BLOB NOT NULL,         -- 16 bytes of SHA-256 of the record as canonical JSON
  PRIMARY KEY (stream_id, key, content)
) STRICT, WITHOUT ROWID;

CREATE TABLE continuation (        -- exhibits that hold what was appended to a file after it had been imported
  exhibit_id    INTEGER PRIMARY KEY REFERENCES exhibit(id) DEFERRABLE INITIALLY DEFERRED,
  of_exhibit_id INTEGER NOT NULL REFERENCES exhibit(id), -- the one that ends where this one begins
  start_byte    INTEGER NOT NULL,  -- of this exhibit's first byte in the file
  prefix_sha256 BLOB NOT NULL      -- of the file's bytes before it: those of the exhibits before, in order
) STRICT;
`),
}
