#include "services/intake/content/field_limits.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "services/lib/catalog/limits.h"

namespace gongkai::intake {
namespace {

using request::FieldCheck;
using request::Presence;
namespace wf = workflow::v1;

constexpr base::BilingualView kDistinct{"Must be all different.", "必须各不相同。"};

template <class Items>
bool AreDistinct(const Items& items) {
  return std::set(items.begin(), items.end()).size() == static_cast<std::size_t>(items.size());
}

void CheckCoIssuers(const v1::Report& report, FieldCheck& check) {
  const auto& departments = report.co_issuing_departments();
  check.AtMost("report.co_issuing_departments", departments.size(), limits::kCoIssuers);
  for (const std::string& department : departments) {
    check.Line("report.co_issuing_departments", department, limits::kCoIssuer);
  }
  const bool trimmed = std::ranges::none_of(departments, [](const std::string& department) {
    return department.starts_with(' ') || department.ends_with(' ');
  });
  check.Require(AreDistinct(departments), "report.co_issuing_departments", kDistinct)
      .Require(trimmed, "report.co_issuing_departments",
               {"Must not begin or end with a space.", "首尾不得有空格。"});
}

void CheckTelephone(const v1::Report& report, FieldCheck& check) {
  const bool dialled = report.telephone().find_first_not_of("0123456789 +-()") == std::string::npos;
  const bool has_digits = report.telephone().find_first_of("0123456789") != std::string::npos;
  check.Line("report.telephone", report.telephone(), limits::kTelephone)
      .Require(report.telephone().empty() || (dialled && has_digits), "report.telephone",
               {"Must have digits, and beside them only spaces, +, -, ( and ).",
                "须有数字，此外只能含有空格、+、-、( 和 )。"});
}

void CheckChannels(const v1::Report& report, FieldCheck& check) {
  check.AtMost("report.channels", report.channels_size(), limits::kChannels);
  for (const int channel : report.channels()) {
    check.Enum("report.channels", channel, v1::Channel_IsValid);
  }
  check.Require(AreDistinct(report.channels()), "report.channels", kDistinct);
}

void CheckForwarded(const v1::Report& report, FieldCheck& check) {
  const v1::ForwardedDocument& document = report.forwarded_document();
  const std::string field = "report.forwarded_document";
  check.Line(field + ".document_number", document.document_number(), limits::kDocumentNumber)
      .Line(field + ".title", document.title(), limits::kTitle)
      .Enum(field + ".attribute", document.attribute(), wf::Disclosure_IsValid,
            Presence::kOptional);
}

constexpr auto kFields = std::to_array<Field>({
    {"title",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.title", report.title(), limits::kTitle);
     }},
    {"document_number",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.document_number", report.document_number(), limits::kDocumentNumber);
     }},
    {"kind",
     [](const v1::Report& report, FieldCheck& check) {
       check.Enum("report.kind", report.kind(), v1::Kind_IsValid, Presence::kOptional);
     }},
    {"issuing_department",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.issuing_department", report.issuing_department(),
                  limits::kIssuingDepartment);
     }},
    {"category",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.category", report.category(), limits::kCategory);
     }},
    {"disclosure",
     [](const v1::Report& report, FieldCheck& check) {
       CheckDisclosure("report.disclosure", report.disclosure(), limits::kDisclosureReason, check);
     }},
    {"body",
     [](const v1::Report& report, FieldCheck& check) {
       check.Body("report.body", report.body(), limits::kBodyBytes);
     }},
    {"planned_publish_time",
     [](const v1::Report& report, FieldCheck& check) {
       if (!report.has_planned_publish_time()) return;
       check.Time("report.planned_publish_time", report.planned_publish_time());
     }},
    {"co_issuing_departments", CheckCoIssuers},
    {"drafter",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.drafter", report.drafter(), limits::kDrafter);
     }},
    {"telephone", CheckTelephone},
    {"formed_date",
     [](const v1::Report& report, FieldCheck& check) {
       if (report.has_formed_date()) check.Date("report.formed_date", report.formed_date());
     }},
    {"carrier",
     [](const v1::Report& report, FieldCheck& check) {
       check.Enum("report.carrier", report.carrier(), v1::Carrier_IsValid, Presence::kOptional);
     }},
    {"channels", CheckChannels},
    {"interpretation",
     [](const v1::Report& report, FieldCheck& check) {
       check.Name("report.interpretation", report.interpretation(), Presence::kOptional);
     }},
    {"forwarded_document", CheckForwarded},
    {"index_number",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.index_number", report.index_number(), limits::kIndexNumber);
     }},
});

}  // namespace

std::span<const Field> Fields() { return kFields; }

void CheckDisclosure(std::string_view field, const v1::DisclosureAttribute& disclosure,
                     limits::Length reason, FieldCheck& check) {
  const std::string path(field);
  check
      .Enum(path + ".attribute", disclosure.attribute(), wf::Disclosure_IsValid,
            Presence::kOptional)
      .Enum(path + ".ground", disclosure.ground(), wf::Ground_IsValid, Presence::kOptional)
      .Text(path + ".reason", disclosure.reason(), reason);
}

}  // namespace gongkai::intake
