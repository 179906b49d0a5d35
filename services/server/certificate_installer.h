// Renewal of certificates while a process runs.
//
// gRPC reads certificates from files by itself, but a pair that does not fit breaks every handshake
// from then on. So gRPC reads from a private folder, into which only checked sets are installed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "services/server/certificates.h"
#include "services/server/file_watch.h"
#include "workflow/error/result.h"

namespace gongkai::server {

class CertificateInstaller {
 public:
  // Installs what is in `source`, which must be `identity`'s ("service/intake"), below `target`,
  // which is made with mode 0700, and installs it anew within two seconds of a change for as long
  // as the object lives. A changed set that does not pass ReadCertificates, or is another
  // identity's, is logged once and not installed; one that the disk has no room for is logged once
  // and tried again until there is. What is installed already is not written again, so a full disk
  // does not keep a process from starting. The error is what is wrong with the first set; then
  // nothing has been installed.
  static Result<std::unique_ptr<CertificateInstaller>> Start(std::filesystem::path source,
                                                             std::filesystem::path target,
                                                             const std::string& identity);

  // The folder to make credentials from. Its three files always fit together.
  const std::filesystem::path& installed() const { return installed_; }

  // Whose certificates these are: "service/intake".
  const std::string& identity() const { return identity_; }

 private:
  CertificateInstaller(std::filesystem::path source, std::filesystem::path target, FileWatch watch,
                       const CertificateSet& first);

  // Returns whether there is nothing left to do.
  bool Reread();
  void Install(const CertificateSet& set) const;
  bool IsInstalled(const CertificateSet& set) const;
  // Removes all sets but these two.
  void KeepOnly(const std::filesystem::path& newest, const std::filesystem::path& previous) const;

  const std::filesystem::path source_;
  const std::filesystem::path target_;
  const std::filesystem::path installed_;  // a symbolic link to the newest set in target_
  const std::string identity_;
  bool failing_ = false;  // of Reread: the disk failed, and that was said
  FileWatch watch_;       // last: it calls Reread
};

}  // namespace gongkai::server
