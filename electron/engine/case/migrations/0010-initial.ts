/** Schema version 10: exhibits with their verbatim bytes, events, text index, columns, rejects, custody. */
import type { Migration } from './migration.ts'

export const initial: Migration = {
  version: 10,
  up: (db) =>
    db.exec(`
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,          -- caseId, createdAt, createdBy, generation
  value TEXT NOT NULL
) STRICT;

CREATE TABLE container (
  id         INTEGER PRIMARY KEY,
  parent_id  INTEGER REFERENCES container(id),  -- NULL: lies on disk itself
  path       TEXT NOT NULL,                     -- as given, members after ' › '
  kind       TEXT NOT NULL,                     -- gzip, zstd, zip, tar
  size_bytes INTEGER,                           -- compressed, as received; NULL: not read to its end
  sha256     BLOB                               -- of those bytes; NULL as above
) STRICT;

CREATE TABLE profile (
  id      TEXT NOT NULL,
  version INTEGER NOT NULL,
  sha256  BLOB NOT NULL,           -- of text
  text    TEXT NOT NULL,           -- canonical JSON of the profile that mapped exhibits, so that they can be mapped again
  PRIMARY KEY (id, version, sha256)
) STRICT;

CREATE TABLE exhibit (
  id              INTEGER PRIMARY KEY, -- 1, 2, 3 …: the number in its label E001
  path            TEXT NOT NULL,       -- as given to the import; inside an archive: archive › member
  container_id    INTEGER REFERENCES container(id), -- NULL: not from an archive
  size_bytes      INTEGER NOT NULL,    -- of the bytes read (decompressed member)
  modified_us     INTEGER,             -- file's own modification time, microseconds since 1970 UTC; NULL unknown
  sha256          BLOB NOT NULL UNIQUE,-- of the bytes read
  format          TEXT NOT NULL,       -- JSON: id, encoding, recordsPath, delimiter, header
  profile_id      TEXT NOT NULL,
  profile_version INTEGER NOT NULL,
  profile_sha256  BLOB NOT NULL,
  mapping         TEXT,                -- JSON: what a guessing profile decided, per field; NULL: nothing guessed
  timezone        TEXT NOT NULL,       -- IANA zone taken for times without one
  record_count    INTEGER NOT NULL,    -- numbered records (events + rejected records)
  event_count     INTEGER NOT NULL,
  reject_count    INTEGER NOT NULL,    -- rejected records and unreadable stretches
  first_event_id  INTEGER NOT NULL,    -- events are first_event_id … first_event_id + event_count - 1
  time_from_us    INTEGER,             -- earliest event time; NULL: no event has one
  time_to_us      INTEGER,             -- latest event time
  merkle_root     BLOB NOT NULL,       -- RFC 9162 root over the numbered records, in order
  is_complete     INTEGER NOT NULL,    -- 0: the source broke off; what came before is here
  imported_at     TEXT NOT NULL,       -- ISO 8601 UTC
  imported_by     TEXT NOT NULL        -- vouch version
) STRICT;

CREATE TABLE block (
  id         INTEGER PRIMARY KEY,
  exhibit_id INTEGER NOT NULL REFERENCES exhibit(id) DEFERRABLE INITIALLY DEFERRED,
  start_byte INTEGER NOT NULL,     -- position of the first byte in the exhibit; blocks tile the exhibit
  size_bytes INTEGER NOT NULL,     -- before compression
  data       BLOB NOT NULL         -- zstd
) STRICT;
CREATE UNIQUE INDEX block_place ON block (exhibit_id, start_byte);

CREATE TABLE record_run (
  id           INTEGER PRIMARY KEY,
  exhibit_id   INTEGER NOT NULL REFERENCES exhibit(id) DEFERRABLE INITIALLY DEFERRED,
  first_record INTEGER NOT NULL,   -- 0-based number of the run's first record in the exhibit
  record_count INTEGER NOT NULL,
  start_byte   INTEGER NOT NULL,   -- base of the ranges below
  ranges       BLOB NOT NULL,      -- zstd of 2 × record_count uint32 LE: all starts, then all ends, from start_byte
  leaf_hashes  BLOB NOT NULL       -- record_count × 32 bytes: SHA-256 of 0x00 and the record's bytes (RFC 9162)
) STRICT;
CREATE UNIQUE INDEX record_run_place ON record_run (exhibit_id, first_record);

CREATE TABLE reject (
  id         INTEGER PRIMARY KEY,
  exhibit_id INTEGER NOT NULL REFERENCES exhibit(id) DEFERRABLE INITIALLY DEFERRED,
  record     INTEGER,              -- number of the record; NULL: the stretch gave no record at all
  start_byte INTEGER NOT NULL,
  end_byte   INTEGER NOT NULL,
  line       INTEGER,              -- 1-based
  code       TEXT NOT NULL,        -- failure code
  failure    TEXT NOT NULL         -- JSON of the whole failure
) STRICT;
CREATE INDEX reject_exhibit ON reject (exhibit_id);

CREATE TABLE gap (
  exhibit_id INTEGER NOT NULL REFERENCES exhibit(id) DEFERRABLE INITIALLY DEFERRED,
  start_byte INTEGER NOT NULL,
  end_byte   INTEGER NOT NULL,
  kind       TEXT NOT NULL,        -- bom, header, wrapper, empty-row; separators are what remains
  PRIMARY KEY (exhibit_id, start_byte)
) STRICT, WITHOUT ROWID;

CREATE TABLE remark (
  exhibit_id   INTEGER NOT NULL REFERENCES exhibit(id) DEFERRABLE INITIALLY DEFERRED,
  code         TEXT NOT NULL,      -- what was taken for granted: time-without-zone, duplicate-keys …
  record_count INTEGER NOT NULL,   -- in how many records
  first_record INTEGER NOT NULL,   -- the first of them
  PRIMARY KEY (exhibit_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE field (
  id             TEXT PRIMARY KEY, -- name of the column in event and events
  label          TEXT NOT NULL,
  type           TEXT NOT NULL,    -- text, ip, number
  storage        TEXT NOT NULL,    -- dictionary: integer = code in value_<id>, else as inline; inline: text, or the 16 bytes of a UUID
  is_own         INTEGER NOT NULL, -- 1: a profile's own column
  first_event_id INTEGER NOT NULL  -- earlier events have no value in it
) STRICT;                          -- each dictionary field has its table value_<id> (id, value)

CREATE TABLE event (
  id         INTEGER PRIMARY KEY,  -- 1, 2, 3 … in order of import
  exhibit_id INTEGER NOT NULL,
  record     INTEGER NOT NULL,     -- number of the record in its exhibit, from 0
  time_us    INTEGER,              -- microseconds since 1970 UTC; NULL: the record states no time
  time_text  ANY                   -- the time as written; an integer n: ISO 8601 UTC with n fraction digits
) STRICT;                          -- one more column per row of field

CREATE TABLE column_chunk (
  field          TEXT NOT NULL,    -- field id, or time, exhibit
  chunk          INTEGER NOT NULL, -- events chunk × 65536 + 1 and on
  event_count    INTEGER NOT NULL,
  width          INTEGER NOT NULL, -- bytes per value; 8: float64 microseconds, NaN for none
  data           BLOB NOT NULL,    -- zstd of little-endian values; derived from event, rebuilt when missing
  PRIMARY KEY (field, chunk)
) STRICT;

CREATE VIRTUAL TABLE event_text USING fts5(body, content='', columnsize=0, tokenize='ascii');
INSERT INTO event_text (event_text, rank) VALUES ('hashsize', 4194304); -- bytes gathered before a segment is written

CREATE TABLE custody_entry (
  seq       INTEGER PRIMARY KEY,   -- 1, 2, 3 … no gaps
  at        TEXT NOT NULL,         -- ISO 8601 UTC
  who       TEXT NOT NULL,         -- account and host
  act       TEXT NOT NULL,         -- case.create, exhibit.import …
  facts     TEXT NOT NULL,         -- canonical JSON (RFC 8785)
  prev_hash BLOB NOT NULL,         -- hash of entry seq - 1; 32 zero bytes for seq 1
  hash      BLOB NOT NULL          -- SHA-256 over the canonical JSON of the entry
) STRICT;
`),
}
