#include "services/intake/content/content_schema.h"

#include <array>

namespace gongkai::intake {

// `loose` is what no entry of the ledger is known to name: it may be removed, and nothing else. A
// loose content names its loose parts in `loose_part`, and in `loose_report` the reports whose
// history may hold it. `usage` is the sum of what each department has stored. `purged` is what must
// not exist any more, with the position of the entry that says so; `purges_followed` says how far
// the ledger was followed for such entries.
std::span<const sql::Migration> Migrations() {
  static constexpr std::array<sql::Migration, 2> kMigrations{{{1, R"sql(
CREATE TABLE content (
  sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
  department TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE body (
  sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
  department TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE attachment (
  sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
  department TEXT NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;
CREATE TABLE revision (
  report TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  PRIMARY KEY (report, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE loose (
  kind INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  stored_us INTEGER NOT NULL,
  PRIMARY KEY (kind, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX loose_by_time ON loose (kind, stored_us);
CREATE TABLE loose_part (
  kind INTEGER NOT NULL,
  part BLOB NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (kind, part, content)
) STRICT, WITHOUT ROWID;
CREATE INDEX loose_part_by_content ON loose_part (content);
CREATE TABLE loose_report (
  content BLOB NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (content, report)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage (
  department TEXT NOT NULL PRIMARY KEY,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE followed (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 0),
  next INTEGER NOT NULL CHECK (next >= 0),
  last TEXT NOT NULL
) STRICT;
INSERT INTO followed VALUES (0, 0, '');

CREATE TRIGGER content_is_never_changed BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'a content is never changed'); END;
CREATE TRIGGER body_is_never_changed BEFORE UPDATE ON body
BEGIN SELECT RAISE(ABORT, 'a body is never changed'); END;
CREATE TRIGGER attachment_is_never_changed BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'an attachment is never changed'); END;
CREATE TRIGGER revision_is_never_changed BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
CREATE TRIGGER revision_is_never_removed BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never removed'); END;

CREATE TRIGGER content_is_kept BEFORE DELETE ON content
WHEN NOT EXISTS (SELECT 1 FROM loose WHERE kind = 1 AND sha256 = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'a content that the ledger names is never removed'); END;
CREATE TRIGGER body_is_kept BEFORE DELETE ON body
WHEN NOT EXISTS (SELECT 1 FROM loose WHERE kind = 2 AND sha256 = OLD.sha256)
  OR EXISTS (SELECT 1 FROM loose_part WHERE kind = 2 AND part = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'a body that a content names is never removed'); END;
CREATE TRIGGER attachment_is_kept BEFORE DELETE ON attachment
WHEN NOT EXISTS (SELECT 1 FROM loose WHERE kind = 3 AND sha256 = OLD.sha256)
  OR EXISTS (SELECT 1 FROM loose_part WHERE kind = 3 AND part = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'an attachment that a content names is never removed'); END;
CREATE TRIGGER what_was_stored_before_is_not_loose BEFORE INSERT ON loose
WHEN (NEW.kind = 1 AND EXISTS (SELECT 1 FROM content WHERE sha256 = NEW.sha256))
  OR (NEW.kind = 2 AND EXISTS (SELECT 1 FROM body WHERE sha256 = NEW.sha256))
  OR (NEW.kind = 3 AND EXISTS (SELECT 1 FROM attachment WHERE sha256 = NEW.sha256))
BEGIN SELECT RAISE(ABORT, 'what the ledger names does not become loose again'); END;
)sql"},
                                                              {2, R"sql(
CREATE TABLE purged (
  sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
  position INTEGER NOT NULL CHECK (position >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE purges_followed (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 0),
  next INTEGER NOT NULL CHECK (next >= 0),
  last TEXT NOT NULL
) STRICT;
INSERT INTO purges_followed VALUES (0, 0, '');

CREATE TRIGGER purged_is_never_changed BEFORE UPDATE ON purged
BEGIN SELECT RAISE(ABORT, 'what is purged stays purged'); END;
CREATE TRIGGER purged_is_never_removed BEFORE DELETE ON purged
BEGIN SELECT RAISE(ABORT, 'what is purged stays purged'); END;

CREATE TRIGGER purged_content_is_not_stored BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM purged WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'a purged content is not stored again'); END;
CREATE TRIGGER purged_body_is_not_stored BEFORE INSERT ON body
WHEN EXISTS (SELECT 1 FROM purged WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'a purged body is not stored again'); END;
CREATE TRIGGER purged_attachment_is_not_stored BEFORE INSERT ON attachment
WHEN EXISTS (SELECT 1 FROM purged WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'a purged attachment is not stored again'); END;

DROP TRIGGER content_is_kept;
CREATE TRIGGER content_is_kept BEFORE DELETE ON content
WHEN NOT EXISTS (SELECT 1 FROM loose WHERE kind = 1 AND sha256 = OLD.sha256)
  AND NOT EXISTS (SELECT 1 FROM purged WHERE sha256 = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'a content that the ledger names is never removed'); END;
DROP TRIGGER body_is_kept;
CREATE TRIGGER body_is_kept BEFORE DELETE ON body
WHEN (NOT EXISTS (SELECT 1 FROM loose WHERE kind = 2 AND sha256 = OLD.sha256)
    OR EXISTS (SELECT 1 FROM loose_part WHERE kind = 2 AND part = OLD.sha256))
  AND NOT EXISTS (SELECT 1 FROM purged WHERE sha256 = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'a body that a content names is never removed'); END;
DROP TRIGGER attachment_is_kept;
CREATE TRIGGER attachment_is_kept BEFORE DELETE ON attachment
WHEN (NOT EXISTS (SELECT 1 FROM loose WHERE kind = 3 AND sha256 = OLD.sha256)
    OR EXISTS (SELECT 1 FROM loose_part WHERE kind = 3 AND part = OLD.sha256))
  AND NOT EXISTS (SELECT 1 FROM purged WHERE sha256 = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'an attachment that a content names is never removed'); END;
)sql"}}};
  return kMigrations;
}

}  // namespace gongkai::intake
