#include "services/lib/identity/certificates.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <string_view>
#include <utility>

#include "services/lib/identity/policy.h"
#include "services/lib/runtime/small_file.h"
#include "workflow/error/errors.h"

namespace gongkai::identity {
namespace {

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <class T, auto kFree>
using Owned = std::unique_ptr<T, Free<kFree>>;

using Bio = Owned<BIO, &BIO_free_all>;
using Certificate = Owned<X509, &X509_free>;
using Key = Owned<EVP_PKEY, &EVP_PKEY_free>;
using Store = Owned<X509_STORE, &X509_STORE_free>;
using StoreContext = Owned<X509_STORE_CTX, &X509_STORE_CTX_free>;
using AltNames = Owned<GENERAL_NAMES, &GENERAL_NAMES_free>;

void FreeStack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
using Chain = Owned<STACK_OF(X509), &FreeStack>;

constexpr std::string_view kUriPrefix = "spiffe://gongkai/";

Bio Reader(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// An encrypted key is refused: without this, OpenSSL asks the terminal for its password.
int NoPassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

// All certificates in the text; empty where one of them does not parse.
Chain ReadChain(const std::string& pem) {
  const Bio bio = Reader(pem);
  Chain chain(sk_X509_new_null());
  while (Certificate next{PEM_read_bio_X509(bio.get(), nullptr, &NoPassword, nullptr)}) {
    sk_X509_push(chain.get(), next.release());
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) chain.reset(sk_X509_new_null());
  return chain;
}

Key ReadKey(const std::string& pem) {
  Key key(PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, &NoPassword, nullptr));
  ERR_clear_error();
  return key;
}

// Why the authorities do not vouch for the chain's first certificate today for this purpose; empty
// when they do.
std::string WhyNotTrusted(const Chain& chain, const Chain& authorities, int purpose) {
  const Store store(X509_STORE_new());
  for (int i = 0; i < sk_X509_num(authorities.get()); ++i) {
    X509_STORE_add_cert(store.get(), sk_X509_value(authorities.get(), i));
  }
  const StoreContext context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), sk_X509_value(chain.get(), 0), chain.get());
  X509_STORE_CTX_set_purpose(context.get(), purpose);
  const bool trusted = X509_verify_cert(context.get()) == 1;
  const int error = X509_STORE_CTX_get_error(context.get());
  ERR_clear_error();
  return trusted ? "" : X509_verify_cert_error_string(error);
}

// The id in the certificate's only URI name; nullopt where that is not of our form, or not the only
// one.
std::optional<base::ActorId> ReadIdentity(X509* certificate) {
  const AltNames names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> uris;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
    uris.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                      static_cast<std::size_t>(ASN1_STRING_length(uri)));
  }
  if (uris.size() != 1 || !uris.front().starts_with(kUriPrefix)) return {};
  return base::ActorId::Parse(std::string_view(uris.front()).substr(kUriPrefix.size()));
}

std::chrono::system_clock::time_point ReadExpiry(X509* certificate) {
  std::tm time{};
  ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time);
  return std::chrono::system_clock::from_time_t(timegm(&time));
}

}  // namespace

std::vector<std::filesystem::path> CertificateFiles(const std::filesystem::path& folder) {
  return {folder / kCertificateFile, folder / kKeyFile, folder / kCaFile};
}

Result<CertificateSet> ReadCertificates(const std::filesystem::path& folder) {
  const auto refuse = [&](const char* file, const std::string& problem) {
    return errors::InvalidFile((folder / file).string(), problem);
  };
  Result<std::string> certificate = runtime::ReadSmallFile(folder / kCertificateFile);
  if (!certificate) return std::move(certificate).error();
  Result<std::string> key = runtime::ReadSmallFile(folder / kKeyFile);
  if (!key) return std::move(key).error();
  Result<std::string> ca = runtime::ReadSmallFile(folder / kCaFile);
  if (!ca) return std::move(ca).error();

  const Chain chain = ReadChain(*certificate);
  if (sk_X509_num(chain.get()) == 0) return refuse(kCertificateFile, "is no PEM certificate.");
  X509* own = sk_X509_value(chain.get(), 0);
  const Key private_key = ReadKey(*key);
  if (private_key == nullptr) return refuse(kKeyFile, "is no unencrypted PEM private key.");
  if (X509_check_private_key(own, private_key.get()) != 1) {
    ERR_clear_error();
    return refuse(kKeyFile, "is not the key of the certificate beside it.");
  }
  std::optional<base::ActorId> identity = ReadIdentity(own);
  if (!identity) {
    return refuse(kCertificateFile,
                  "needs exactly one URI name, spiffe://gongkai/{user|bot|service}/{name}.");
  }
  const Chain authorities = ReadChain(*ca);
  if (sk_X509_num(authorities.get()) == 0) return refuse(kCaFile, "is no PEM certificate.");
  std::string problem = WhyNotTrusted(chain, authorities, X509_PURPOSE_SSL_CLIENT);
  if (problem.empty() && identity->kind() == base::ActorKind::kService) {
    problem = WhyNotTrusted(chain, authorities, X509_PURPOSE_SSL_SERVER);
  }
  if (!problem.empty()) return refuse(kCertificateFile, "cannot be used: " + problem + ".");

  return CertificateSet{.certificate = *std::move(certificate),
                        .key = *std::move(key),
                        .ca = *std::move(ca),
                        .identity = *std::move(identity),
                        .expires = ReadExpiry(own)};
}

std::optional<base::ActorId> IdentityIn(const std::string& certificate) {
  const Bio bio = Reader(certificate);
  const Certificate read{PEM_read_bio_X509(bio.get(), nullptr, &NoPassword, nullptr)};
  ERR_clear_error();
  return read ? ReadIdentity(read.get()) : std::nullopt;
}

}  // namespace gongkai::identity
