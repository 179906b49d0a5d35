#include "tests/fault/content_check.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <set>
#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"

namespace gongkai::fault {
namespace {

constexpr int kBusyMs = 5000;

SQLite::Database Open(const std::filesystem::path& data) {
  return {(data / "intake.db").string(), SQLite::OPEN_READONLY, kBusyMs};
}

std::set<std::string> Digests(const SQLite::Database& database, const std::string& table) {
  std::set<std::string> digests;
  SQLite::Statement rows(database, "SELECT lower(hex(sha256)) FROM " + table);
  while (rows.executeStep()) digests.insert(rows.getColumn(0));
  return digests;
}

// Of `blobs`/ab/cdef…, and of anything else there the path.
std::set<std::string> Files(const std::filesystem::path& blobs) {
  std::set<std::string> files;
  for (const auto& each : std::filesystem::recursive_directory_iterator(blobs)) {
    if (!each.is_regular_file()) continue;
    files.insert(each.path().parent_path().filename().string() + each.path().filename().string());
  }
  return files;
}

}  // namespace

int CountLoose(const std::filesystem::path& data) {
  return Open(data).execAndGet("SELECT count(*) FROM loose").getInt();
}

void ExpectExactlyTheNamed(const std::filesystem::path& data,
                           const std::vector<audit::v1::Entry>& log) {
  std::set<std::string> contents;
  for (const audit::v1::Entry& entry : log) {
    if (!entry.content_sha256().empty()) contents.insert(entry.content_sha256());
  }
  const SQLite::Database database = Open(data);
  EXPECT_EQ(Digests(database, "content"), contents);

  std::set<std::string> bodies;
  std::set<std::string> attachments;
  SQLite::Statement rows(database, "SELECT bytes FROM content");
  while (rows.executeStep()) {
    intake::v1::Content content;
    ASSERT_TRUE(content.ParseFromString(rows.getColumn(0).getString()));
    if (!content.body_sha256().empty()) bodies.insert(content.body_sha256());
    for (const auto& each : content.attachments()) attachments.insert(each.sha256());
  }
  EXPECT_EQ(Digests(database, "body"), bodies);
  EXPECT_EQ(Digests(database, "attachment"), attachments);
  EXPECT_EQ(Files(data / "blobs"), attachments);
}

}  // namespace gongkai::fault
