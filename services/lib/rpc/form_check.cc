#include "services/lib/rpc/form_check.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "services/lib/catalog/limits.h"
#include "services/lib/request/text.h"
#include "services/lib/request/time.h"
#include "workflow/calendar/announced.h"
#include "workflow/calendar/calendar.h"
#include "workflow/calendar/statutory.h"

namespace gongkai::rpc {
namespace {

namespace in = intake::v1;

// 20 working days never take so long, whatever is announced.
constexpr std::chrono::days kSurelyOver(60);

form::Proposal ProposalOf(const in::DisclosureAttribute& disclosure) {
  return {.disclosure = static_cast<form::Disclosure>(disclosure.attribute()),
          .has_ground = disclosure.ground() != workflow::v1::GROUND_UNSPECIFIED,
          .has_reason = !request::IsBlank(disclosure.reason())};
}

calendar::Day DayOf(const google::type::Date& date) {
  using std::chrono::day;
  using std::chrono::month;
  return calendar::Day(std::chrono::year(date.year()) / month(static_cast<unsigned>(date.month())) /
                       day(static_cast<unsigned>(date.day())));
}

// Returns what the ledger says of the term of a document that was formed on this day; nullopt if it
// says nothing, as before the document is submitted, or while the clock is stopped.
std::optional<form::TimeLeft> TimeLeftInLedger(const google::type::Date& formed,
                                               const workflow::v1::Record& record, base::Time now) {
  const workflow::v1::Term& term = record.terms().statutory();
  if (!record.terms().has_statutory() || DayOf(term.start_date()) != DayOf(formed)) return {};
  if (!term.has_due_time()) return {};  // not known, or the clock is stopped
  if (now >= request::ToTime(term.due_time())) return form::TimeLeft::kNone;
  return now >= request::ToTime(term.near_time()) ? form::TimeLeft::kLittle
                                                  : form::TimeLeft::kEnough;
}

form::TimeLeft TimeLeftOf(const in::Content& content, const workflow::v1::Record& record,
                          base::Time now) {
  const auto attribute = static_cast<form::Disclosure>(content.disclosure().attribute());
  if (!content.has_formed_date() || !IsActive(attribute)) return form::TimeLeft::kNotCounted;
  if (const auto told = TimeLeftInLedger(content.formed_date(), record, now)) return *told;
  static const calendar::Calendar kCalendar(calendar::Announced());
  const calendar::Day formed = DayOf(content.formed_date());
  const calendar::Day today = base::DayInChina(now);
  if (today > formed + kSurelyOver) return form::TimeLeft::kNone;
  const auto days = kCalendar.Count(formed, calendar::kDaysToPublish);
  if (days.back().kind == calendar::DayKind::kUnknown) return form::TimeLeft::kUnknown;
  if (today > days.back().day) return form::TimeLeft::kNone;
  const auto left = std::ranges::count_if(days, [today](const calendar::CountedDay& day) {
    return day.day > today && calendar::IsWorked(day.kind);
  });
  return left > calendar::kDaysNear ? form::TimeLeft::kEnough : form::TimeLeft::kLittle;
}

form::Document DocumentOf(const in::Content& content, std::string_view body,
                          const workflow::v1::Record& record, base::Time now) {
  form::Document document{
      .has_title = !request::IsBlank(content.title()),
      .has_category = !request::IsBlank(content.category()),
      .has_body = !request::IsBlank(body),
      .kind = static_cast<form::Kind>(content.kind()),
      .proposal = ProposalOf(content.disclosure()),
      .report = record.name(),
      .issuing_department = content.issuing_department(),
      .interpretation = content.interpretation(),
      .forwarded = static_cast<form::Disclosure>(content.forwarded_document().attribute()),
      .time_left = TimeLeftOf(content, record, now),
      .department = record.department()};
  for (const in::Attachment& attachment : content.attachments()) {
    document.attachments.push_back(
        {.file_name = attachment.file_name(), .proposal = ProposalOf(attachment.disclosure())});
  }
  for (const std::string& department : content.co_issuing_departments()) {
    document.co_issuing_departments.push_back(department);
  }
  for (const std::string& department : record.missing_endorsements()) {
    document.missing_endorsements.push_back(department);
  }
  return document;
}

}  // namespace

std::vector<form::Finding> CheckForm(const in::Content& content, std::string_view body,
                                     const workflow::v1::Record& record, base::Time now) {
  return form::Check(DocumentOf(content, body, record, now));
}

std::vector<FieldViolation> ErrorsOf(const std::vector<form::Finding>& findings) {
  std::vector<FieldViolation> errors;
  for (const auto& [rule, field] : findings) {
    if (rule->severity != form::Severity::kError) continue;
    errors.push_back({field, base::Bilingual(rule->text), std::string(rule->id)});
  }
  return errors;
}

void Show(const std::vector<form::Finding>& findings,
          google::protobuf::RepeatedPtrField<workflow::v1::FormFinding>& out) {
  for (const form::Severity severity : {form::Severity::kError, form::Severity::kWarning}) {
    for (const auto& [rule, field] : findings) {
      if (rule->severity != severity || out.size() == limits::kFindings) continue;
      workflow::v1::FormFinding& finding = *out.Add();
      finding.set_rule(std::string(rule->id));
      finding.set_severity(static_cast<workflow::v1::Severity>(severity));
      finding.set_field(field);
      finding.set_source(std::string(rule->source));
      finding.set_message(std::string(rule->text.english));
      finding.set_message_zh(std::string(rule->text.chinese));
    }
  }
}

}  // namespace gongkai::rpc
