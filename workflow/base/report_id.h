// The id of a report, and the names that are made of it.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::base {

// Names a report: {report} of `reports/{report}`. A report's publication and tasks have the same id
// in their names. ReportId() names no report.
//
//   const auto id = ReportId::FromName(request.name());
//   if (!id) return errors::InvalidField("name", kNameRule);
//   response.set_name(id->Name());
class ReportId {
 public:
  static constexpr std::string_view kReports = "reports";
  static constexpr std::string_view kPublications = "publications";
  static constexpr std::size_t kLeast = 4;  // characters
  static constexpr std::size_t kMost = 63;

  ReportId() = default;
  // Does not check `text`, which is stored, or has passed IsValid.
  explicit ReportId(std::string_view text) : text_(text) {}

  // Returns whether `text` is the id of a report: 4 to 63 of `a-z`, `0-9` and `-`; starts with a
  // letter and does not end with `-`.
  static bool IsValid(std::string_view text);

  // Returns the id in the name `{collection}/{id}`, or nullopt if `name` is no such name.
  static std::optional<ReportId> FromName(std::string_view name,
                                          std::string_view collection = kReports);

  // Returns the name `{collection}/{id}`.
  std::string Name(std::string_view collection = kReports) const;

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend auto operator<=>(const ReportId&, const ReportId&) = default;

 private:
  std::string text_;
};

}  // namespace gongkai::base

template <>
struct std::hash<gongkai::base::ReportId> {
  std::size_t operator()(const gongkai::base::ReportId& id) const noexcept {
    return std::hash<std::string>()(id.text());
  }
};
