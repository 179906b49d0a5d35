#include "services/cli/commands/site_check.h"

#include <iostream>
#include <utility>

#include "services/cli/commands/item_progress.h"
#include "services/cli/commands/page_check.h"

namespace gongkai::cli {
namespace {

// Returns the end of a path, or of the path of an address, which tells the reader of a file in which format it may be.
std::string EndOf(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

void SiteCheck::Folder(const std::filesystem::path& folder, site::Pacer& pacer,
                       const Terminal& err) {
  ItemProgress progress(0, err, std::cerr);
  site::VisitFiles(folder, [&](const site::FoundFile& found) {
    const site::ItemName name = names_.OfPath(found.path);
    progress.Begin(name.shown);
    if (found.problem) return AddProblem(name, *found.problem);
    pacer.Wait();
    File(name, found);
  });
}

void SiteCheck::Pages(const std::vector<std::string>& addresses, site::Fetcher& fetcher,
                      const Terminal& err) {
  ItemProgress progress(addresses.size(), err, std::cerr);
  for (const std::string& address : addresses) {
    const site::ItemName name = names_.OfAddress(address);
    progress.Begin(name.shown);
    if (run_.TakeDone(name.shown)) continue;
    snapshot_.Clear();
    if (auto problem = fetcher.Fetch(address, snapshot_)) {
      AddProblem(name, std::move(*problem));
    } else {
      CheckSnapshot(name, EndOf(address.substr(0, address.find('?'))));
    }
  }
}

void SiteCheck::File(const site::ItemName& name, const site::FoundFile& found) {
  if (run_.Knows(name.shown)) {
    const auto digest = site::DigestOf(found.file.number());
    if (digest && run_.TakeSame(name.shown, *digest)) return;
  }
  snapshot_.Clear();
  if (auto problem = site::Copy(found.file.number(), snapshot_)) {
    AddProblem(name, std::move(*problem));
  } else {
    CheckSnapshot(name, EndOf(found.path));
  }
}

void SiteCheck::CheckSnapshot(const site::ItemName& name, const std::string& hint) {
  const base::Digest digest = snapshot_.Finish();
  if (run_.TakeSame(name.shown, digest)) return;
  CheckedFile file{.name = name.shown,
                   .report = CheckPage(checker_, hint, snapshot_.bytes(), snapshot_.file())};
  file.report.findings.insert(file.report.findings.begin(), name.findings.begin(),
                              name.findings.end());
  run_.Add(file, digest);
}

void SiteCheck::AddProblem(const site::ItemName& name, FileProblem problem) {
  CheckedFile file{.name = name.shown, .problem = std::move(problem)};
  file.report.findings = name.findings;
  run_.Add(file, {});
}

}  // namespace gongkai::cli
