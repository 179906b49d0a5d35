#include "services/workflow/schema.h"

namespace gongkai::workflow {

// Columns beside `bytes` and `hash` are an index over the entries. That the log only grows, and
// that a record follows its newest entry, the database enforces itself (with recursive_triggers, or
// a REPLACE would slip by).
const std::array<storage::Migration, 1> kMigrations{{{1, R"sql(
CREATE TABLE entry (
  idx INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65535),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  report TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  actor TEXT NOT NULL,
  action INTEGER NOT NULL,
  to_state INTEGER NOT NULL,
  time_us INTEGER NOT NULL,
  request_id TEXT
) STRICT;
CREATE INDEX entry_report ON entry (report);
CREATE INDEX entry_actor ON entry (actor);
CREATE INDEX entry_action ON entry (action);
CREATE INDEX entry_to_state ON entry (to_state);
CREATE INDEX entry_time ON entry (time_us);
CREATE UNIQUE INDEX entry_request ON entry (request_id, actor) WHERE request_id IS NOT NULL;

CREATE TRIGGER entry_goes_at_the_end BEFORE INSERT ON entry
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'an entry goes at the end of the log'); END;
CREATE TRIGGER entry_extends_its_report BEFORE INSERT ON entry
WHEN NEW.sequence > 0 AND NEW.sequence IS NOT 1 + coalesce((
  SELECT sequence FROM entry WHERE report = NEW.report AND sequence > 0 ORDER BY idx DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'an entry extends the chain of its report'); END;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;

CREATE TABLE record (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  state INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  head INTEGER NOT NULL REFERENCES entry (idx),
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32),
  last_action INTEGER NOT NULL,
  last_actor TEXT NOT NULL,
  department TEXT NOT NULL,
  creator TEXT NOT NULL,
  content BLOB NOT NULL CHECK (length(content) = 32),
  disclosure INTEGER NOT NULL,
  approvals TEXT NOT NULL,
  contributors TEXT NOT NULL,
  claimed_by TEXT NOT NULL,
  claim_until_us INTEGER NOT NULL,
  corrects TEXT NOT NULL,
  superseded_by TEXT NOT NULL,
  planned_us INTEGER NOT NULL,
  comment TEXT NOT NULL,
  create_us INTEGER NOT NULL,
  update_us INTEGER NOT NULL,
  state_us INTEGER NOT NULL,
  submit_us INTEGER NOT NULL,
  publish_us INTEGER NOT NULL
) STRICT;
CREATE INDEX record_state ON record (state, state_us);
CREATE INDEX record_department ON record (department);

CREATE TRIGGER record_is_inserted_at_its_newest_entry BEFORE INSERT ON record
WHEN NEW.head IS NOT (
  SELECT idx FROM entry WHERE report = NEW.id AND sequence > 0 ORDER BY idx DESC LIMIT 1)
  OR NOT EXISTS (SELECT 1 FROM entry WHERE idx = NEW.head AND sequence = NEW.sequence
                 AND hash = NEW.head_hash AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'a record follows its newest entry'); END;
CREATE TRIGGER record_is_updated_at_its_newest_entry BEFORE UPDATE ON record
WHEN NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number OR NEW.sequence <= OLD.sequence
  OR NEW.head IS NOT (
  SELECT idx FROM entry WHERE report = NEW.id AND sequence > 0 ORDER BY idx DESC LIMIT 1)
  OR NOT EXISTS (SELECT 1 FROM entry WHERE idx = NEW.head AND sequence = NEW.sequence
                 AND hash = NEW.head_hash AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'a record follows its newest entry'); END;
CREATE TRIGGER record_is_never_removed BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never removed'); END;

-- Inner nodes of the tree, in the order in which they were completed.
CREATE TABLE node (
  position INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER node_goes_at_the_end BEFORE INSERT ON node
WHEN NEW.position IS NOT (SELECT coalesce(max(position) + 1, 0) FROM node)
BEGIN SELECT RAISE(ABORT, 'a node goes at the end'); END;
CREATE TRIGGER node_is_never_changed BEFORE UPDATE ON node
BEGIN SELECT RAISE(ABORT, 'a node is never changed'); END;
CREATE TRIGGER node_is_never_removed BEFORE DELETE ON node
BEGIN SELECT RAISE(ABORT, 'a node is never removed'); END;

-- The tree's compact frontier: the roots of its perfect subtrees, left to right.
CREATE TABLE tree (
  k INTEGER PRIMARY KEY CHECK (k = 0),
  size INTEGER NOT NULL,
  frontier BLOB NOT NULL,
  root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;
CREATE TRIGGER tree_covers_the_log BEFORE UPDATE ON tree
WHEN NEW.size IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'the tree covers the log'); END;
CREATE TRIGGER tree_is_never_removed BEFORE DELETE ON tree
BEGIN SELECT RAISE(ABORT, 'the tree is never removed'); END;
INSERT INTO tree VALUES (0, 0, x'', x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
)sql"}}};

}  // namespace gongkai::workflow
