// Renews certificates while a process runs.
// gRPC reads certificates from files by itself, but a certificate and a key that do not fit break
// every handshake from then on. So gRPC reads from a private folder, and only checked sets are
// installed into that folder.
#pragma once

#include <filesystem>
#include <memory>

#include "services/lib/identity/certificates.h"
#include "services/lib/runtime/file_watch.h"
#include "workflow/base/actor_id.h"
#include "workflow/error/result.h"

namespace gongkai::identity {

// Keeps a folder with the newest valid certificates of this process, for the credentials of gRPC.
//
//   const auto certificates =
//       CertificateInstaller::Start(source, data / "tls", base::ActorId::OfService("intake"));
//   if (!certificates) return certificates.error();
//   const auto credentials = MakeServerCredentials((*certificates)->installed());
class CertificateInstaller {
 public:
  // Installs the set in `source` below `target`, and follows the changes of `source` until the
  // destructor. The set must belong to `identity`. `target` is made with mode 0700. A changed set
  // is installed within two seconds.
  //
  // A changed set that ReadCertificates refuses, or that belongs to another identity, is logged
  // once and not installed. A set that cannot be written, for example because the disk is full, is
  // logged once and retried until the write succeeds. A set that is installed already is not
  // written again, so a full disk does not keep a process from starting.
  //
  // Errors: INVALID_FIELD. Throws std::system_error if the first set cannot be written. The error
  // says what is wrong with the first set, and nothing has been installed.
  static Result<std::unique_ptr<CertificateInstaller>> Start(std::filesystem::path source,
                                                             std::filesystem::path target,
                                                             const base::ActorId& identity);

  // Returns the folder to make credentials from. The three files in the folder always fit together.
  const std::filesystem::path& installed() const { return installed_; }

  // Returns the identity in the certificates.
  const base::ActorId& identity() const { return identity_; }

 private:
  CertificateInstaller(std::filesystem::path source, std::filesystem::path target,
                       runtime::FileWatch watch, const CertificateSet& first);

  // Installs the set in source_ if it is valid. Returns false if the disk failed and a retry is
  // needed.
  bool Reread();
  void Install(const CertificateSet& set) const;
  bool IsInstalled(const CertificateSet& set) const;
  // Removes all sets except `newest` and `previous`.
  void KeepOnly(const std::filesystem::path& newest, const std::filesystem::path& previous) const;

  const std::filesystem::path source_;
  const std::filesystem::path target_;
  const std::filesystem::path installed_;  // a symbolic link to the newest set in target_
  const base::ActorId identity_;
  bool failing_ = false;      // used by Reread: the last install failed, and that was logged
  runtime::FileWatch watch_;  // last: calls Reread
};

}  // namespace gongkai::identity
