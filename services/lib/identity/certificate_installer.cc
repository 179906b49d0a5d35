#include "services/lib/identity/certificate_installer.h"

#include <fmt/chrono.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <cerrno>
#include <exception>
#include <fstream>
#include <ios>
#include <system_error>
#include <utility>

#include "services/lib/runtime/small_file.h"
#include "workflow/error/errors.h"

namespace gongkai::identity {
namespace {

namespace fs = std::filesystem;

// A new folder in `target` that only we can enter.
fs::path MakeFolder(const fs::path& target) {
  std::string name = (target / "set-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), name);
  }
  return name;
}

void Write(const fs::path& path, const std::string& bytes) {
  std::ofstream file;
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.open(path, std::ios::binary);
  file << bytes;
  file.close();
}

}  // namespace

Result<std::unique_ptr<CertificateInstaller>> CertificateInstaller::Start(
    fs::path source, fs::path target, const base::ActorId& identity) {
  runtime::FileWatch watch(CertificateFiles(source));
  const Result<CertificateSet> set = ReadCertificates(source);
  if (!set) return set.error();
  if (set->identity != identity) {
    return errors::InvalidFile((source / kCertificateFile).string(),
                               "is the certificate of " + set->identity.text() + ", not of " +
                                   identity.text() + ", as whom this process must serve.");
  }
  fs::create_directories(target);
  fs::permissions(target, fs::perms::owner_all);
  return std::unique_ptr<CertificateInstaller>(
      new CertificateInstaller(std::move(source), std::move(target), std::move(watch), *set));
}

CertificateInstaller::CertificateInstaller(fs::path source, fs::path target,
                                           runtime::FileWatch watch, const CertificateSet& first)
    : source_(std::move(source)),
      target_(std::move(target)),
      installed_(target_ / "current"),
      identity_(first.identity),
      watch_(std::move(watch)) {
  Install(first);
  watch_.Start([this] { return Reread(); });
}

bool CertificateInstaller::Reread() try {
  const Result<CertificateSet> set = ReadCertificates(source_);
  if (!set) {
    spdlog::error("The new certificate is refused, the last one stays in use: {}",
                  set.error().message);
  } else if (set->identity != identity_) {
    spdlog::error(
        "The new certificate is refused, the last one stays in use: it is {}'s, not {}'s.",
        set->identity.text(), identity_.text());
  } else {
    Install(*set);
    spdlog::info("{}: a new certificate of {} is in use, until {:%F %T} UTC.", source_.string(),
                 identity_.text(), fmt::gmtime(std::chrono::system_clock::to_time_t(set->expires)));
  }
  failing_ = false;
  return true;
} catch (const std::exception& e) {
  if (!std::exchange(failing_, true)) {
    spdlog::error(
        "The new certificate cannot be installed yet, the last one stays in use until then: {}",
        e.what());
  }
  return false;
}

// gRPC opens the three files one after the other; that they were of one set it tells by their
// times, in whole seconds. Two changes are at least a second apart, as FileWatch finds no two
// sooner.
void CertificateInstaller::Install(const CertificateSet& set) const {
  std::error_code none_yet;
  const fs::path previous = fs::read_symlink(installed_, none_yet);
  if (IsInstalled(set)) return KeepOnly(previous, previous);

  const fs::path folder = MakeFolder(target_);
  const fs::path turned = folder.string() + ".link";
  try {
    Write(folder / kCertificateFile, set.certificate);
    Write(folder / kKeyFile, set.key);
    Write(folder / kCaFile, set.ca);
    fs::create_symlink(folder.filename(), turned);
    fs::rename(turned, installed_);
  } catch (...) {
    KeepOnly(previous, previous);
    throw;
  }
  KeepOnly(folder.filename(), previous);  // gRPC may still be in the previous folder
}

bool CertificateInstaller::IsInstalled(const CertificateSet& set) const {
  const Result<std::string> certificate = runtime::ReadSmallFile(installed_ / kCertificateFile);
  const Result<std::string> key = runtime::ReadSmallFile(installed_ / kKeyFile);
  const Result<std::string> ca = runtime::ReadSmallFile(installed_ / kCaFile);
  return certificate && key && ca && *certificate == set.certificate && *key == set.key &&
         *ca == set.ca;
}

void CertificateInstaller::KeepOnly(const fs::path& newest, const fs::path& previous) const {
  for (const fs::directory_entry& entry : fs::directory_iterator(target_)) {
    const fs::path name = entry.path().filename();
    if (name != installed_.filename() && name != newest && name != previous) {
      fs::remove_all(entry.path());
    }
  }
}

}  // namespace gongkai::identity
