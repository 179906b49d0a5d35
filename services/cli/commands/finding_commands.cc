// report findings, task adjudicate: the leak check of a report.
#include <charconv>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/task.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/table.h"
#include "services/cli/view/words.h"

namespace gongkai::cli {
namespace {

using intake::v1::Finding;
using intake::v1::FindingKind;
using intake::v1::IntakeService;
using intake::v1::ListFindingsResponse;
using review::v1::ReviewService;

// Returns all findings of a content, and what the first page says of them. `digest` may be empty.
ListFindingsResponse ReadFindings(Session& session, const std::string& report,
                                  const std::string& digest) {
  client::Client<IntakeService> intake(session.connection, client::Peer::kIntake);
  intake::v1::ListFindingsRequest request;
  request.set_name(report);
  request.set_content_sha256(digest);
  request.set_page_size(1000);
  ListFindingsResponse all = intake.Call(&IntakeService::Stub::ListFindings, request);
  // What follows is of the same content, also if somebody edits meanwhile.
  request.set_content_sha256(all.content_sha256());
  while (!all.next_page_token().empty()) {
    request.set_page_token(all.next_page_token());
    const auto page = intake.Call(&IntakeService::Stub::ListFindings, request);
    all.mutable_findings()->MergeFrom(page.findings());
    all.set_next_page_token(page.next_page_token());
  }
  return all;
}

Style StyleOf(const Finding& finding) {
  if (finding.severity() == intake::v1::BLOCK) return Style::kBad;
  return finding.severity() == intake::v1::WARN ? Style::kWaiting : Style::kFaint;
}

std::string PlaceOf(const Finding& finding) {
  if (finding.byte_end() == 0) return finding.part();
  return finding.part() + ':' + std::to_string(finding.line()) + ':' +
         std::to_string(finding.column());
}

struct FindingsArgs {
  std::string report;
  std::string digest;
  bool info = false;
};

void ShowFindings(Session& session, const FindingsArgs& args) {
  const ListFindingsResponse found = ReadFindings(session, ReportName(args.report), args.digest);
  if (session.json) {
    std::cout << ToJson(found) << '\n';
    return;
  }
  Table table({"NUMBER", "SEVERITY", "KIND", "WHERE", "WHAT", "VERDICT", "WHY"});
  int hidden = 0;
  for (const Finding& finding : found.findings()) {
    if (finding.severity() == intake::v1::INFO && !args.info) {
      ++hidden;
      continue;
    }
    table.Add({finding.number() == 0 ? "" : std::to_string(finding.number()),
               {Label(finding.severity()), StyleOf(finding)},
               Label(finding.kind()),
               PlaceOf(finding),
               finding.excerpt(),
               Label(finding.verdict()),
               In(session.language, {finding.message(), finding.message_zh()})});
  }
  table.Print(session.out, std::cout);
  const std::string counts[] = {std::to_string(found.leak_check().finding_count()),
                                std::to_string(found.open_count()),
                                std::to_string(found.mask_count()), std::to_string(hidden)};
  std::cout << In(session.language,
                  {counts[0] + " to be adjudicated, " + counts[1] + " of them open, " + counts[2] +
                       " to be masked; " + counts[3] + " of INFO not shown (--info)",
                   "须认定 " + counts[0] + " 项，其中未认定 " + counts[1] + " 项，须掩码 " +
                       counts[2] + " 项；未显示提示 " + counts[3] + " 项（--info）"})
            << '\n'
            << In(session.language, {"list ", "清单 "}) << found.leak_check().findings_sha256()
            << '\n';
}

struct AdjudicateArgs {
  TaskOptions task;
  std::string findings;  // "3" or "3-7"; empty: `kind` says which
  std::string list;      // digest of the list that was read; empty: the present one
  std::optional<FindingKind> kind;
  std::string part;
  std::optional<workflow::v1::Verdict> verdict;
  std::optional<workflow::v1::FindingGround> ground;
  std::string reason;
  ChangeOptions change;
};

struct Numbers {
  int first = 0;
  int last = 0;
};

std::optional<int> ReadNumber(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number > 0 ? std::optional(number) : std::nullopt;
}

Numbers ReadNumbers(const std::string& text) {
  const std::size_t dash = text.find('-');
  const auto first = ReadNumber(std::string_view(text).substr(0, dash));
  const auto last =
      dash == std::string::npos ? first : ReadNumber(std::string_view(text).substr(dash + 1));
  if (first && last && *first <= *last) return {*first, *last};
  throw UsageError({"`" + text + "` is no number of a finding, such as 3 or 3-7",
                    "`" + text + "` 不是发现的编号，应形如 3 或者 3-7"});
}

// Returns the findings of the kind, which must all be in one part.
Numbers FindNumbers(const ListFindingsResponse& found, FindingKind kind, const std::string& part) {
  Numbers numbers;
  std::string where;
  for (const Finding& finding : found.findings()) {
    if (finding.number() == 0 || finding.kind() != kind) continue;
    if (!part.empty() && finding.part() != part) continue;
    if (numbers.first == 0) {
      numbers.first = finding.number();
      where = finding.part();
    }
    if (finding.part() != where) {
      throw UsageError({"they are in more than one part: name one with --part, such as " + where,
                        "它们分布在多个部分，请用 --part 指明一个，例如 " + where});
    }
    numbers.last = finding.number();
  }
  if (numbers.first != 0) return numbers;
  throw UsageError({"there is no such finding", "没有这样的发现"});
}

void Adjudicate(Session& session, const AdjudicateArgs& args) {
  if (args.findings.empty() == !args.kind.has_value()) {
    throw UsageError({"give either the findings' numbers or --all-of",
                      "请指定发现的编号，或者用 --all-of 指定类别"});
  }
  const auto given = args.kind ? std::nullopt : std::optional<Numbers>(ReadNumbers(args.findings));
  const std::string task = NameOfTask(session, args.task);
  const std::string report = ParseTask(task).report;
  const ListFindingsResponse found = ReadFindings(session, report, "");
  const Numbers numbers = given ? *given : FindNumbers(found, *args.kind, args.part);
  review::v1::AdjudicateFindingsRequest request;
  request.set_name(task);
  request.set_content_sha256(found.content_sha256());
  request.set_findings_sha256(args.list.empty() ? found.leak_check().findings_sha256() : args.list);
  request.set_first_finding(numbers.first);
  request.set_finding_count(numbers.last - numbers.first + 1);
  request.set_verdict(args.verdict.value_or(workflow::v1::VERDICT_UNSPECIFIED));
  request.set_ground(args.ground.value_or(workflow::v1::FINDING_GROUND_UNSPECIFIED));
  request.set_reason(args.reason);
  request.set_etag(args.change.etag);
  request.set_request_id(args.change.RequestId());
  ReviewClient review(session.connection, client::Peer::kReview);
  PrintTaskOutcome(session, "adjudicated",
                   review.Call(&ReviewService::Stub::AdjudicateFindings, request));
}

}  // namespace

void AddReportFindings(CLI::App& report, Session& session) {
  const auto [app, args] = AddCommand<FindingsArgs>(
      report, session, "findings", "List what the leak check finds in a report (泄露检查)",
      "gongkai report findings annual-2021\n"
      "gongkai report findings annual-2021 --json | jq '.findings[] | {number, kind, part}'",
      ShowFindings);
  AddPositional(app, "REPORT", args.report, "Its name");
  AddText(app, "--at", args.digest, "SHA256", "An earlier content, by its digest");
  app.add_flag("--info", args.info, "Also what is only INFO");
}

void AddTaskAdjudicate(CLI::App& task, Session& session) {
  const auto [app, args] = AddCommand<AdjudicateArgs>(
      task, session, "adjudicate", "Decide on findings of the leak check (认定)",
      "gongkai task adjudicate annual-2021 --finding 3 --verdict false-alarm --reason 项目编号\n"
      "gongkai task adjudicate annual-2021 --all-of person-name --part attachments/获奖名单.csv "
      "--verdict allow --ground required-by-law --reason 表彰名单依规公布",
      Adjudicate);
  AddTaskOptions(app, args.task);
  AddText(app, "--finding", args.findings, "N", "Its number, or several: 3-7");
  AddWord(app, "--all-of", args.kind, "All findings of one kind in one part");
  AddText(app, "--list", args.list, "SHA256", "Refuse unless this is the list of findings");
  AddText(app, "--part", args.part, "PART", "With --all-of: which part, as the list names it");
  AddWord(app, "--verdict", args.verdict, "What is decided")->required();
  AddWord(app, "--ground", args.ground, "With allow: why it is published as it is");
  AddText(app, "-r,--reason", args.reason, "TEXT", "Why")->required();
  AddChangeOptions(app, args.change);
}

}  // namespace gongkai::cli
