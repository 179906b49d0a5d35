#include "services/extract/mask/package.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <new>
#include <set>

#include "services/extract/office_role.h"
#include "services/extract/zip.h"

namespace gongkai::extract {
namespace {

la_ssize_t Append(archive*, void* to, const void* bytes, std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

// Memory is all that can lack here, and it is told as what it is.
void Check(int status) {
  if (status != ARCHIVE_OK) throw std::bad_alloc();
}

// Returns whether two members have names that differ in the letters' case only, or not at all.
bool HasTwice(const Package& package) {
  std::set<std::string> names;
  return !std::all_of(package.begin(), package.end(), [&names](const PackageMember& member) {
    return names.insert(LowerName(member.name)).second;
  });
}

}  // namespace

PackageProblem ReadPackage(std::string_view bytes, Package& package) {
  Reading limits([](std::string_view) {});
  const Zip zip(limits, bytes);
  PackageProblem problem{"", zip.why()};
  zip.ForEach([](const std::string&) { return true; },
              [&](Member& member) {
                PackageMember& read = package.emplace_back(PackageMember{member.name(), ""});
                const Obstacle why = member.Read(read.bytes);
                if (problem.why == Obstacle::kNone) problem = {member.name(), why};
                if (problem.why == Obstacle::kNone) problem.member.clear();
              });
  if (problem.why == Obstacle::kNone && HasTwice(package)) problem.why = Obstacle::kBroken;
  return problem;
}

PackageMember* FindMember(Package& package, std::string_view name) {
  const std::string lower = LowerName(name);
  const auto found = std::find_if(package.begin(), package.end(), [&](const PackageMember& some) {
    return LowerName(some.name) == lower;
  });
  return found == package.end() ? nullptr : &*found;
}

std::string WritePackage(const Package& package, bool is_compressed) {
  std::string bytes;
  const std::unique_ptr<archive, int (*)(archive*)> to(archive_write_new(), archive_write_free);
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       archive_entry_free);
  if (!to || !entry) throw std::bad_alloc();
  Check(archive_write_set_format_zip(to.get()));
  Check(is_compressed ? archive_write_zip_set_compression_deflate(to.get())
                      : archive_write_zip_set_compression_store(to.get()));
  Check(archive_write_set_bytes_per_block(to.get(), 0));
  Check(archive_write_open(to.get(), &bytes, nullptr, Append, nullptr));
  for (const PackageMember& member : package) {
    archive_entry_clear(entry.get());
    archive_entry_copy_pathname(entry.get(), member.name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.bytes.size()));
    Check(archive_write_header(to.get(), entry.get()));
    if (archive_write_data(to.get(), member.bytes.data(), member.bytes.size()) !=
        static_cast<la_ssize_t>(member.bytes.size())) {
      throw std::bad_alloc();
    }
  }
  Check(archive_write_close(to.get()));
  return bytes;
}

}  // namespace gongkai::extract
