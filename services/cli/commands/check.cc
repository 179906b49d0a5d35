// check: finds personal data and marks of secrecy in files before they become public. Asks nobody.
#include <algorithm>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/cli/commands/check_copy.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/document_source.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/mapped_file.h"
#include "services/cli/view/leak_json.h"
#include "services/cli/view/leak_view.h"
#include "workflow/leak/checker.h"

namespace gongkai::cli {
namespace {

struct CheckArgs {
  std::vector<std::string> files;  // `-`: standard input
  bool info = false;
  bool sarif = false;
  bool redact = false;
  CopyOptions copies;
};

// The last failure of a file, and how many there were.
struct Failures {
  std::optional<Failure> last;
  std::size_t count = 0;
};

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
      if (!session.json && !args.sarif) PrintLeaks(checked.back(), style, std::cout);
    } catch (const Failure& failure) {
      checked.push_back(FailedFile(session, name, failure, args.files.size() == 1));
      failures.last.emplace(failure);
      ++failures.count;
    }
  }
  return checked;
}

// Throws the Failure with which the command ends, if it does not end well: what must not become public counts more
// than a file that could not be checked, and that more than what a person must look at.
void End(std::span<const CheckedFile> checked, const Failures& failures) {
  const Counts counts = CountFindings(checked);
  if (counts.block > 0 || counts.has_more) {
    const std::string block = std::to_string(counts.block);
    throw Failure(ExitCode::kLeak, "LEAK",
                  counts.block > 0
                      ? base::Bilingual{block + " of BLOCK: must not become public",
                                        "禁止公开的有" + block + "处，不得公开"}
                      : base::Bilingual{"there is more than is listed: must not become "
                                        "public before it is known",
                                        "还有没有列出的发现，查清以前不得公开"});
  }
  if (failures.last) {
    if (checked.size() == 1) throw Failure(*failures.last);
    const std::string count = std::to_string(failures.count);
    const std::string all = std::to_string(checked.size());
    throw Failure(failures.last->code, "NOT_ALL_FILES",
                  {count + " of " + all + " files could not be done",
                   all + "个文件中有" + count + "个未能处理"});
  }
  if (counts.warn > 0) {
    const std::string warn = std::to_string(counts.warn);
    throw Failure(ExitCode::kDoubtful, "DOUBTFUL",
                  {warn + " of WARN: a person must look at it", "须核实的有" + warn + "处"});
  }
}

void Check(Session& session, const CheckArgs& args) {
  const LeakStyle style{session.language, session.out, args.info};
  Failures failures;
  const std::vector<CheckedFile> checked = CheckAll(session, args, style, failures);
  if (args.sarif) {
    std::cout << LeaksToSarif(checked, GONGKAI_VERSION, session.language);
  } else if (session.json) {
    std::cout << LeaksToJson(checked);
  } else if (failures.count < checked.size()) {
    PrintLeakSummary(checked, style, std::cout);
  }
  End(checked, failures);
}

}  // namespace

void AddLeakCheck(CLI::App& parent, Session& session) {
  const auto [app, args] = AddCommand<CheckArgs>(
      parent, session, "check",
      "Find personal data and marks of secrecy in files before they become public (泄露检查); asks "
      "nobody. Exits with 10 if something is BLOCK (禁止公开), with 9 if something is WARN "
      "(须核实)",
      "gongkai check annual-2021.md table.csv\n"
      "gongkai check --json table.csv | jq '.files[].findings[].rule'\n"
      "gongkai check --sarif *.md > leaks.sarif\n"
      "gongkai check --redact -o public.csv table.csv",
      Check);
  app.add_option("FILE", args.files,
                 "Texts, office documents, PDF, OFD, zip…; `-` is standard input")
      ->required()
      ->type_name("");
  app.add_flag("--info", args.info, "List findings of INFO (提示) too");
  CLI::Option* sarif = app.add_flag("--sarif", args.sarif, "Print SARIF 2.1.0, with INFO");
  CLI::Option* redact =
      app.add_flag("--redact", args.redact,
                   "Write masked copies (掩码副本), and tell what is still found in them")
          ->excludes(sarif);
  CLI::Option* file = AddText(app, "-o,--output", args.copies.file, "FILE", "The masked copy");
  file->needs(redact);
  AddText(app, "--output-dir", args.copies.folder, "DIR",
          "The folder for masked copies with the names of their originals")
      ->needs(redact)
      ->excludes(file);
  app.add_flag("-f,--force", args.copies.force, "Overwrite a copy that exists")->needs(redact);
}

}  // namespace gongkai::cli
