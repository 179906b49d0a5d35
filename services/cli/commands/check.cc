// check: finds personal data and marks of secrecy in files before they become public. Asks nobody.
#include <algorithm>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/cli/commands/check_copy.h"
#include "services/cli/commands/check_end.h"
#include "services/cli/commands/check_site.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/document_source.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/fraction.h"
#include "services/cli/commands/mapped_file.h"
#include "services/cli/view/leak_view.h"
#include "services/cli/view/leak_writer.h"
#include "workflow/leak/checker.h"

namespace gongkai::cli {
namespace {

struct CheckArgs {
  std::vector<std::string> files;  // `-`: standard input
  bool info = false;
  bool sarif = false;
  bool csv = false;
  bool redact = false;
  CopyOptions copies;
  SiteArgs site;
};

// The last failure of a file, and how many there were.
struct Failures {
  std::optional<Failure> last;
  std::size_t count = 0;
};

LeakFormat FormatOf(const Session& session, const CheckArgs& args) {
  if (args.csv) return LeakFormat::kCsv;
  if (args.sarif) return LeakFormat::kSarif;
  return session.json ? LeakFormat::kJson : LeakFormat::kText;
}

CheckedFile CheckOne(const leak::Checker& checker, const std::string& name,
                     const std::optional<std::string>& place) {
  const MappedFile file(name);
  if (place) return WriteCopy(checker, name, file.bytes(), *place);
  return {.name = name, .report = CheckFile(checker, name, file.bytes())};
}

// Returns what a failure leaves of its file. Tells the failure, unless it is that of the only file, which ends the
// command.
CheckedFile FailedFile(const Session& session, const std::string& name, const Failure& failure,
                       bool is_only) {
  if (!is_only) {
    std::cout.flush();
    Tell(failure, session.language, session.err, std::cerr);
  }
  return {.name = name, .problem = FileProblem{failure.reason, failure.message}};
}

std::vector<CheckedFile> CheckAll(const Session& session, const CheckArgs& args,
                                  const LeakStyle& style, Failures& failures) {
  std::vector<std::string> places;
  if (args.redact) places = PlacesOfCopies(args.files, args.copies);
  const leak::Checker checker;
  std::vector<CheckedFile> checked;
  for (std::size_t i = 0; i < args.files.size(); ++i) {
    const std::string& name = args.files[i];
    try {
      const auto place = args.redact ? std::optional(places[i]) : std::nullopt;
      checked.push_back(CheckOne(checker, name, place));
      if (FormatOf(session, args) == LeakFormat::kText) {
        PrintLeaks(checked.back(), style, std::cout);
      }
    } catch (const Failure& failure) {
      checked.push_back(FailedFile(session, name, failure, args.files.size() == 1));
      failures.last.emplace(failure);
      ++failures.count;
    }
  }
  return checked;
}

// Returns the Failure for the files that were not done, if there are any.
std::optional<Failure> NotDone(std::span<const CheckedFile> checked, const Failures& failures) {
  if (!failures.last || checked.size() == 1) return failures.last;
  const std::string count = std::to_string(failures.count);
  const std::string all = std::to_string(checked.size());
  return Failure(failures.last->code, "NOT_ALL_FILES",
                 {count + " of " + all + " files could not be done",
                  all + "个文件中有" + count + "个未能处理"});
}

void Print(const Session& session, const CheckArgs& args, const LeakStyle& style,
           std::span<const CheckedFile> checked) {
  const LeakFormat format = FormatOf(session, args);
  if (format == LeakFormat::kText) return PrintLeakSummary(checked, style, std::cout);
  const auto writer = LeakWriterFor(format, session, args.info);
  for (const CheckedFile& file : checked) writer->Add(file);
  writer->Finish();
}

void Check(Session& session, const CheckArgs& args) {
  const SiteListStyle list_style{FormatOf(session, args), args.info};
  if (args.site.lists) return ListSite(session, args.site.state, list_style);
  if (!args.site.place.empty()) return CheckSite(session, args.site, list_style);
  if (args.files.empty() || !args.site.state.empty()) {
    throw UsageError(
        args.files.empty()
            ? base::Bilingual{"FILE or --site is required", "须给出 FILE 或者 --site"}
            : base::Bilingual{"--state goes with --site or --list",
                              "--state 须与 --site 或者 --list 同用"},
        {"`gongkai check --help` shows how it is used", "用法见 `gongkai check --help`"});
  }
  const LeakStyle style{session.language, session.out, args.info};
  Failures failures;
  const std::vector<CheckedFile> checked = CheckAll(session, args, style, failures);
  const bool is_told =
      FormatOf(session, args) == LeakFormat::kText && failures.count == checked.size();
  if (!is_told) Print(session, args, style, checked);
  EndCheck(CountFindings(checked), NotDone(checked, failures));
}

void AddSiteOptions(CLI::App& app, SiteArgs& args, CLI::Option* files, CLI::Option* redact) {
  CLI::Option* site =
      AddText(app, "--site", args.place, "DIR|LIST",
              "Check a whole site (全面自查): a folder with its files, or a file with its "
              "addresses, one a line or as a sitemap.xml")
          ->excludes(files)
          ->excludes(redact);
  CLI::Option* state = AddText(
      app, "--state", args.state, "FILE",
      "Keep what is done in this file, so that the next run goes on, and checks nothing twice");
  app.add_flag("--list", args.lists, "Only print the list of the last run from the state file")
      ->needs(state)
      ->excludes(site)
      ->excludes(files)
      ->excludes(redact);
  app.add_option("--rate", args.rate,
                 "Files or requests a second, such as 0.5; 2 for addresses, no bound for a folder")
      ->type_name("N")
      ->check(CLI::Range(0.01, 1000.0).description(""))
      ->check(RefuseNan)
      ->needs(site);
  AddText(app, "--ca", args.authorities, "FILE",
          "Trust these certificates (PEM) instead of the system's")
      ->needs(site);
}

}  // namespace

void AddLeakCheck(CLI::App& parent, Session& session) {
  const auto [app, args] = AddCommand<CheckArgs>(
      parent, session, "check",
      "Find personal data and marks of secrecy in files before they become public (泄露检查); asks "
      "nobody. --redact writes masked copies (掩码副本) of texts, docx and xlsx, never of PDF. "
      "Exits "
      "with 10 if something is BLOCK (禁止公开), with 9 if something is WARN "
      "(须核实)",
      "gongkai check annual-2021.md table.csv\n"
      "gongkai check --json table.csv | jq '.files[].findings[].rule'\n"
      "gongkai check --sarif *.md > leaks.sarif\n"
      "gongkai check --redact -o public.csv table.csv\n"
      "gongkai check --site /srv/old-website --state ~/self-check\n"
      "gongkai check --site sitemap.xml --state ~/self-check\n"
      "gongkai check --list --state ~/self-check --csv > list.csv",
      Check);
  CLI::Option* files =
      app.add_option("FILE", args.files,
                     "Texts, office documents, PDF, OFD, zip…; `-` is standard input")
          ->type_name("");
  app.add_flag("--info", args.info, "List findings of INFO (提示) too");
  CLI::Option* sarif = app.add_flag("--sarif", args.sarif, "Print SARIF 2.1.0, with INFO");
  CLI::Option* csv = app.add_flag("--csv", args.csv, "Print a table for a spreadsheet, to work off")
                         ->excludes(sarif);
  CLI::Option* redact =
      app.add_flag("--redact", args.redact,
                   "Write masked copies (掩码副本), and tell what is still found in them")
          ->excludes(sarif)
          ->excludes(csv);
  CLI::Option* file = AddText(app, "-o,--output", args.copies.file, "FILE", "The masked copy");
  file->needs(redact);
  AddText(app, "--output-dir", args.copies.folder, "DIR",
          "The folder for masked copies with the names of their originals")
      ->needs(redact)
      ->excludes(file);
  app.add_flag("-f,--force", args.copies.force, "Overwrite a copy that exists")->needs(redact);
  AddSiteOptions(app, args.site, files, redact);
}

}  // namespace gongkai::cli
