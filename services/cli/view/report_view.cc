#include "services/cli/view/report_view.h"

#include <iostream>
#include <vector>

#include "services/cli/view/form_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/text.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"

namespace gongkai::cli {
namespace {

using intake::v1::Report;

std::string TextOf(const intake::v1::DisclosureAttribute& disclosure) {
  return DisclosureText(disclosure.attribute(), disclosure.ground(), disclosure.reason());
}

std::string ChannelsText(const Report& report) {
  std::vector<std::string> labels;
  for (const int channel : report.channels()) {
    labels.push_back(Label(static_cast<intake::v1::Channel>(channel)));
  }
  return Joined(labels);
}

std::string TextOf(const intake::v1::ForwardedDocument& document) {
  return ForwardedText(document.document_number(), document.title(), document.attribute());
}

}  // namespace

void PrintReport(const Terminal& out, Format format, const Report& report) {
  if (format == Format::kJson) {
    std::cout << ToJson(report);
    return;
  }
  PrintFields(
      {
          {"report", {report.name(), Style::kHeading}},
          {"state", StateCell(report.state())},
          {"title", report.title()},
          {"number", report.document_number()},
          {"form", FormNumberText(report.form_number())},
          {"kind", Label(report.kind())},
          {"issuer", report.issuing_department()},
          {"category", report.category()},
          {"disclosure", TextOf(report.disclosure())},
          {"decided", DisclosureText(report.decided_attribute(), workflow::v1::GROUND_UNSPECIFIED,
                                     report.decision_reason())},
          {"planned", LocalTime(report.planned_publish_time())},
          {"co-issuers", Joined(report.co_issuing_departments())},
          {"drafter", report.drafter()},
          {"telephone", report.telephone()},
          {"formed", DayText(report.formed_date())},
          {"carrier", Label(report.carrier())},
          {"channels", ChannelsText(report)},
          {"interpretation", report.interpretation()},
          {"forwards", TextOf(report.forwarded_document())},
          {"index number", report.index_number()},
          {"corrects", report.corrects()},
          {"department", report.department()},
          {"created", LocalTime(report.create_time()) + " by " + report.creator()},
          {"updated", LocalTime(report.update_time())},
          {"to endorse", Joined(report.missing_endorsements())},
          {"comment", report.newest_comment()},
          {"content", report.content_sha256()},
          {"problem", report.content_problem()},
          {"etag", report.etag()},
      },
      out, std::cout);

  if (!report.attachments().empty()) {
    std::cout << '\n';
    Table table({"ATTACHMENT", "SIZE", "TYPE", "DISCLOSURE", "SHA-256"});
    for (const auto& file : report.attachments()) {
      table.Add({file.file_name(), Size(file.size_bytes()), file.mime_type(),
                 TextOf(file.disclosure()), file.sha256()});
    }
    table.Print(out, std::cout);
  }
  if (!report.body().empty()) {
    std::cout << '\n' << Lines(report.body());
    if (!report.body().ends_with('\n')) std::cout << '\n';
  }
}

void PrintOutcome(const Terminal& out, Format format, std::string_view done, const Report& report,
                  std::string_view next) {
  if (format == Format::kJson) {
    std::cout << ToJson(report);
    return;
  }
  const Cell state = StateCell(report.state());
  std::cout << report.name() << ' ' << done << ", now " << Paint(state.text, state.style, out)
            << '\n';
  if (out.interactive && !next.empty()) {
    std::cout << Paint("next:", Style::kFaint, out) << ' ' << next << '\n';
  }
}

}  // namespace gongkai::cli
