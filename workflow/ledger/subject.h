// The subject of an entry of the ledger: a resource, named by its collection and its id. Each
// subject has a chain of entries of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/report_id.h"

namespace gongkai::ledger {

// Names a subject.
struct Subject {
  static constexpr std::string_view kPolicy = "policy";

  std::string collection;
  std::string id;  // empty: the collection is a single resource, such as the policy

  // Returns the resource name, "reports/annual-2021" or "policy".
  std::string Name() const { return id.empty() ? collection : collection + '/' + id; }

  bool IsReport() const { return collection == base::ReportId::kReports; }

  // Returns the report that the subject is. Requires IsReport().
  base::ReportId Report() const { return base::ReportId(id); }

  friend bool operator==(const Subject&, const Subject&) = default;
};

// Returns the subject that is the report.
inline Subject ReportSubject(const base::ReportId& report) {
  return {.collection = std::string(base::ReportId::kReports), .id = report.text()};
}

// Returns the subject with the resource name `name`. Returns nullopt unless `name` has the form
// `collection` or `collection/id`, where each part has 1 to 63 characters of `a-z`, `0-9` and `-`.
std::optional<Subject> ParseSubject(std::string_view name);

}  // namespace gongkai::ledger
