#include "services/workflow/store/sqlite/schema.h"

#include <array>
#include <string>
#include <string_view>

#include "services/workflow/store/sqlite/entry_columns.h"
#include "services/workflow/store/sqlite/record_columns.h"

namespace gongkai::workflow {
namespace {

// Columns beside `bytes` and `hash` are an index over the entries. That the log only grows, and
// that a record follows its newest entry, the database enforces itself (with recursive_triggers, or
// a REPLACE would slip by).
//
// What breaks a rule ends the whole transaction. A statement that can fail alone, with the rest of
// the transaction going on, makes SQLite copy each page that it touches, so that it can be undone:
// a tenth of the ledger's work. Therefore RAISE(ROLLBACK), no CHECK that calls a function, and OR
// ROLLBACK in the statements of the ledger's store.
std::string FirstMigration() {
  return R"sql(
CREATE TABLE entry (
)sql" + EntryDeclarations() +
         R"sql(
) STRICT;
-- Each holds its entries by position, so that lists of entries are merged from them: see EntryPlan.
-- Times need no index, for they never go back.
CREATE INDEX entry_chain ON entry (subject) WHERE sequence > 0;
CREATE INDEX entry_denied ON entry (subject) WHERE sequence = 0;
CREATE INDEX entry_kind ON entry (action, to_state);
CREATE INDEX entry_actor ON entry (actor, action, to_state);
CREATE UNIQUE INDEX entry_request ON entry (request_id, actor) WHERE request_id IS NOT NULL;

CREATE TRIGGER entry_is_appended BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ROLLBACK, 'an entry goes at the end of the log, and times never go back')
    WHERE EXISTS (SELECT 1 FROM entry WHERE idx >= NEW.idx) OR (NEW.idx <> 0 AND NOT EXISTS
      (SELECT 1 FROM entry WHERE idx = NEW.idx - 1 AND time_us <= NEW.time_us));
  SELECT RAISE(ROLLBACK, 'an entry extends the chain of its subject')
    WHERE NEW.sequence <> 0 AND NEW.sequence IS NOT 1 + coalesce((SELECT sequence FROM entry
      WHERE subject = NEW.subject AND sequence > 0 ORDER BY idx DESC LIMIT 1), 0);
END;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ROLLBACK, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ROLLBACK, 'an entry is never removed'); END;

CREATE TABLE record (
)sql" + RecordDeclarations(RecordTable::kRecord) +
         R"sql(
) STRICT;
-- Lists of records are merged from these: see RecordPlan.
CREATE INDEX record_newest ON record (state, department);
CREATE INDEX record_waiting ON record (state, state_us);
CREATE INDEX record_creator ON record (creator);
CREATE INDEX record_corrects ON record (corrects) WHERE corrects <> '';

CREATE TRIGGER record_is_inserted_at_its_newest_entry BEFORE INSERT ON record
WHEN (NEW.head, NEW.sequence, NEW.head_hash, NEW.state) IS NOT
  (SELECT idx, sequence, hash, to_state FROM entry
   WHERE subject = 'reports/' || NEW.id AND sequence > 0 ORDER BY idx DESC LIMIT 1)
BEGIN SELECT RAISE(ROLLBACK, 'a record follows its newest entry'); END;
CREATE TRIGGER record_is_updated_at_its_newest_entry BEFORE UPDATE ON record
WHEN NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number OR NEW.sequence <= OLD.sequence
  OR (NEW.head, NEW.sequence, NEW.head_hash, NEW.state) IS NOT
  (SELECT idx, sequence, hash, to_state FROM entry
   WHERE subject = 'reports/' || NEW.id AND sequence > 0 ORDER BY idx DESC LIMIT 1)
BEGIN SELECT RAISE(ROLLBACK, 'a record follows its newest entry'); END;
CREATE TRIGGER record_is_never_removed BEFORE DELETE ON record
BEGIN SELECT RAISE(ROLLBACK, 'a record is never removed'); END;

-- Records as they were at some of their entries, so that an answer given long ago need not be folded from the beginning.
CREATE TABLE kept_record (
)sql" + RecordDeclarations(RecordTable::kKept) +
         R"sql(,
  PRIMARY KEY (id, head)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER kept_record_is_the_record BEFORE INSERT ON kept_record
WHEN NOT EXISTS (SELECT 1 FROM record WHERE number = NEW.number AND id = NEW.id AND sequence = NEW.sequence
                 AND head = NEW.head AND head_hash = NEW.head_hash)
BEGIN SELECT RAISE(ROLLBACK, 'what is kept is the record'); END;
CREATE TRIGGER kept_record_is_never_changed BEFORE UPDATE ON kept_record
BEGIN SELECT RAISE(ROLLBACK, 'a kept record is never changed'); END;
CREATE TRIGGER kept_record_is_never_removed BEFORE DELETE ON kept_record
BEGIN SELECT RAISE(ROLLBACK, 'a kept record is never removed'); END;

-- Who brought which bytes: a content, its text, an attachment, by SHA-256, in whatever report.
CREATE TABLE author (
  part BLOB NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (part, author)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER author_is_never_changed BEFORE UPDATE ON author
BEGIN SELECT RAISE(ROLLBACK, 'an author is never changed'); END;
CREATE TRIGGER author_is_never_removed BEFORE DELETE ON author
BEGIN SELECT RAISE(ROLLBACK, 'an author is never removed'); END;

-- Inner nodes of the tree, in the order in which they were completed: a row has those of one batch,
-- or a part of them, and the position of its first.
CREATE TABLE nodes (
  position INTEGER PRIMARY KEY,
  hashes BLOB NOT NULL
) STRICT;
CREATE TRIGGER nodes_go_at_the_end BEFORE INSERT ON nodes
WHEN length(NEW.hashes) = 0 OR length(NEW.hashes) % 32 <> 0 OR NEW.position IS NOT coalesce(
  (SELECT position + length(hashes) / 32 FROM nodes ORDER BY position DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ROLLBACK, 'nodes go at the end'); END;
CREATE TRIGGER nodes_are_never_changed BEFORE UPDATE ON nodes
BEGIN SELECT RAISE(ROLLBACK, 'nodes are never changed'); END;
CREATE TRIGGER nodes_are_never_removed BEFORE DELETE ON nodes
BEGIN SELECT RAISE(ROLLBACK, 'nodes are never removed'); END;

-- The tree's compact frontier: the roots of its perfect subtrees, left to right.
CREATE TABLE tree (
  k INTEGER PRIMARY KEY CHECK (k = 0),
  size INTEGER NOT NULL,
  frontier BLOB NOT NULL,
  root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;
CREATE TRIGGER tree_covers_the_log BEFORE UPDATE ON tree
WHEN NEW.size IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ROLLBACK, 'the tree covers the log'); END;
CREATE TRIGGER tree_is_never_removed BEFORE DELETE ON tree
BEGIN SELECT RAISE(ROLLBACK, 'the tree is never removed'); END;
INSERT INTO tree VALUES (0, 0, x'', x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
)sql";
}

// Adds what opinions and the numbers of review forms need. A number is given once.
std::string SecondMigration() {
  return RecordAdditions(2) + R"sql(
CREATE UNIQUE INDEX record_form ON record (department, form_year, form_number) WHERE form_year > 0;
)sql";
}

// Adds the terms of reports, and the lists by them: see RecordPlan.
std::string ThirdMigration() {
  return RecordAdditions(3) + R"sql(
CREATE INDEX record_due ON record (state, due_us);
CREATE INDEX record_notify ON record (notify_us) WHERE notify_us < 9223372036854775807;
)sql";
}

// Keeps the files of policies, which the entries SET_POLICY name; and lists what is due in one
// department: see RecordPlan.
constexpr std::string_view kFourthMigration = R"sql(
CREATE TABLE policy_file (
  sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
  text BLOB NOT NULL
) STRICT;
CREATE TRIGGER policy_file_goes_with_its_entry BEFORE INSERT ON policy_file
WHEN NOT EXISTS (SELECT 1 FROM entry WHERE idx = (SELECT max(idx) FROM entry) AND action = 26)
BEGIN SELECT RAISE(ROLLBACK, 'the file of a policy goes with the entry that names it'); END;
CREATE TRIGGER policy_file_is_never_changed BEFORE UPDATE ON policy_file
BEGIN SELECT RAISE(ROLLBACK, 'the file of a policy is never changed'); END;
CREATE TRIGGER policy_file_is_never_removed BEFORE DELETE ON policy_file
BEGIN SELECT RAISE(ROLLBACK, 'the file of a policy is never removed'); END;
CREATE INDEX record_due_of ON record (state, department, due_us);
)sql";

// Adds where the leak check of a report stands.
std::string FifthMigration() { return RecordAdditions(5); }

}  // namespace

std::span<const sql::Migration> Migrations() {
  static const std::string kFirst = FirstMigration();
  static const std::string kSecond = SecondMigration();
  static const std::string kThird = ThirdMigration();
  static const std::string kFifth = FifthMigration();
  static const std::array<sql::Migration, 5> kAll{{{.version = 1, .sql = kFirst},
                                                   {.version = 2, .sql = kSecond},
                                                   {.version = 3, .sql = kThird},
                                                   {.version = 4, .sql = kFourthMigration},
                                                   {.version = 5, .sql = kFifth}}};
  return kAll;
}

}  // namespace gongkai::workflow
