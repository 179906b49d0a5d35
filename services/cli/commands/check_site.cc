#include "services/cli/commands/check_site.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "services/cli/commands/check_end.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/site_check.h"
#include "services/cli/site/address_list.h"
#include "services/cli/site/error.h"
#include "services/cli/site/fetcher.h"
#include "services/cli/site/journal.h"
#include "services/cli/site/pacer.h"
#include "services/cli/site/run.h"
#include "services/cli/view/leak_writer.h"
#include "services/cli/view/site_view.h"
#include "workflow/leak/checker.h"

namespace gongkai::cli {
namespace {

// Without --rate. A folder is on a disk of one's own.
constexpr double kFilesASecond = 0;  // no bound
constexpr double kRequestsASecond = 2;

Failure FailureOf(const site::Error& error) {
  switch (error.fault) {
    case site::Fault::kUsage:
      return UsageError(error.message, error.hint);
    case site::Fault::kInUse:
      return {ExitCode::kConflict, "STATE_IN_USE", error.message, error.hint};
    case site::Fault::kDamaged:
      return {ExitCode::kDataLoss, "STATE_DAMAGED", error.message, error.hint};
    case site::Fault::kDisk:
      return {ExitCode::kUnexpected, "DISK", error.message, error.hint};
  }
  return {ExitCode::kUnexpected, "UNEXPECTED", error.message};
}

// Throws Failure kUsage if the file of the state would lie in the folder, and be published with it.
void CheckStateIsOutside(const std::string& state, const std::filesystem::path& folder) {
  if (state.empty()) return;
  const auto root = std::filesystem::canonical(folder);
  const auto file = std::filesystem::weakly_canonical(std::filesystem::absolute(state));
  if (std::ranges::mismatch(root, file).in1 != root.end()) return;
  throw UsageError(
      {"the state file would lie in the site itself", "状态文件会位于网站之内"},
      {"name a file outside of " + folder.string(), "请用 " + folder.string() + " 以外的文件"});
}

std::vector<std::string> AddressesOf(const std::string& place) {
  if (place.starts_with("http://") || place.starts_with("https://")) {
    throw UsageError(
        {"--site takes a folder or a file, not an address", "--site 须是文件夹或者文件，不是网址"},
        {"save the site's sitemap.xml, or write its addresses into a file, one a line",
         "请保存网站的 sitemap.xml，或者把网址写入文件，每行一个"});
  }
  return site::ReadAddresses(place);
}

void CheckFolder(const Session& session, const SiteArgs& args, site::Run& run) {
  const leak::Checker checker;
  site::Pacer pacer(args.rate.value_or(kFilesASecond));
  SiteCheck(run, checker).Folder(args.place, pacer, session.err);
  run.End();
}

void CheckPages(const Session& session, const SiteArgs& args,
                const std::vector<std::string>& addresses, site::Run& run) {
  using std::chrono::milliseconds;
  const leak::Checker checker;
  site::Pacer pacer(args.rate.value_or(kRequestsASecond));
  const std::chrono::duration<double> timeout(session.options.timeout_seconds);
  site::Fetcher fetcher({.agent = "gongkai/" GONGKAI_VERSION " (check --site)",
                         .authorities = args.authorities,
                         .uses_proxy = session.options.use_proxy,
                         .timeout = std::chrono::ceil<milliseconds>(timeout)},
                        pacer);
  SiteCheck(run, checker).Pages(addresses, fetcher, session.err);
  // What was not tried is tried when the run goes on.
  if (!fetcher.gave_up()) return run.End();
  std::cerr << In(session.language,
                  {"some addresses were not tried: the next run with this state file tries them",
                   "有的网址没有尝试：用同一个状态文件再次运行时会重试"})
            << '\n';
}

// Notes on standard error that the run was begun before.
void TellProgress(const Session& session, const site::Run& run, std::size_t count) {
  if (count == 0) return;
  const std::string done = std::to_string(count);
  std::cerr << In(session.language,
                  {"goes on with the run of " + run.begun() + ": " + done + " done already",
                   "继续 " + run.begun() + " 开始的检查：已完成" + done + "项"})
            << '\n';
}

std::optional<Failure> NotDone(const SiteCounts& counts) {
  if (counts.failed == 0) return std::nullopt;
  const std::string failed = std::to_string(counts.failed);
  const std::string all = std::to_string(counts.all());
  return Failure(ExitCode::kUsage, "NOT_ALL_FILES",
                 {failed + " of " + all + " items could not be checked",
                  all + "项中有" + failed + "项未能检查"});
}

// Prints the list, and throws the Failure by which the command exits, if it does not end well.
void PrintList(const Session& session, const SiteListStyle& style, site::Run& run) {
  const bool info = style.shows_info;
  const auto writer =
      style.format == LeakFormat::kText
          ? SiteTextWriter(std::cout, {session.language, session.out, info}, run.counts())
          : LeakWriterFor(style.format, session, info);
  run.ForEach([&](const CheckedFile& file) { writer->Add(file); });
  writer->Finish();
  EndCheck(run.counts().findings, NotDone(run.counts()));
}

}  // namespace

void CheckSite(const Session& session, const SiteArgs& args, const SiteListStyle& style) {
  try {
    std::error_code none;
    const bool is_folder = std::filesystem::is_directory(args.place, none);
    std::vector<std::string> addresses;
    if (is_folder) {
      CheckStateIsOutside(args.state, args.place);
    } else {
      addresses = AddressesOf(args.place);
    }
    site::Run run(args.state.empty() ? site::Journal::Temporary()
                                     : site::Journal::Open(args.state));
    TellProgress(session, run,
                 run.Begin(std::chrono::time_point_cast<std::chrono::microseconds>(
                     std::chrono::system_clock::now())));
    if (is_folder) {
      CheckFolder(session, args, run);
    } else {
      CheckPages(session, args, addresses, run);
    }
    PrintList(session, style, run);
  } catch (const site::Error& error) {
    throw FailureOf(error);
  }
}

void ListSite(const Session& session, const std::string& state, const SiteListStyle& style) {
  try {
    std::error_code none;
    if (!std::filesystem::exists(state, none)) {
      throw UsageError({"there is no state file " + state, "没有状态文件 " + state});
    }
    site::Run run(site::Journal::Open(state));
    if (!run.has_begun()) {
      throw UsageError({"the rules in force have checked nothing yet", "现行规则还没有检查过"},
                       {"--site checks everything by them", "请用 --site 按现行规则检查全部内容"});
    }
    run.ListAll();
    if (!run.has_ended()) {
      std::cerr << In(session.language, {"the run has not come to its end: there may be more",
                                         "检查尚未完成，可能还有更多"})
                << '\n';
    }
    PrintList(session, style, run);
  } catch (const site::Error& error) {
    throw FailureOf(error);
  }
}

}  // namespace gongkai::cli
