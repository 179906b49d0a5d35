// What an entry of the ledger is about: a resource, by its collection and its id in it. Each
// subject has a chain of entries of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::ledger {

struct Subject {
  static constexpr std::string_view kReports = "reports";
  static constexpr std::string_view kPolicy = "policy";

  std::string collection;
  std::string id;  // empty: the collection is a single resource, as the policy is

  // Returns the resource name, "reports/annual-2021" or "policy".
  std::string Name() const { return id.empty() ? collection : collection + '/' + id; }

  bool IsReport() const { return collection == kReports; }

  friend bool operator==(const Subject&, const Subject&) = default;
};

// Returns the subject of a report.
inline Subject ReportSubject(std::string id) {
  return {.collection = std::string(Subject::kReports), .id = std::move(id)};
}

// Returns the subject of this name, or nothing unless the name is `collection` or `collection/id`,
// each of 1 to 63 of `a-z`, `0-9` and `-`.
std::optional<Subject> ParseSubject(std::string_view name);

}  // namespace gongkai::ledger
