#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

#include "services/lib/listing/page.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"

namespace gongkai::listing {
namespace {

constexpr int kTagSize = 16;
constexpr char kFormat =
    1;  // first of what is sealed: it is never empty, and can be told from others

unsigned char* Writable(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* Readable(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// AES-SIV: authenticated encryption that needs no nonce, so that nothing is lost if a page is asked
// for twice. Its limits: one call for the associated data, one for the text, which is not empty.
class Siv {
 public:
  explicit Siv(std::string_view key, bool encrypt)
      : cipher_(EVP_CIPHER_fetch(nullptr, "AES-128-SIV", nullptr), EVP_CIPHER_free),
        context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    if (cipher_ == nullptr || context_ == nullptr ||
        EVP_CIPHER_get_key_length(cipher_.get()) != static_cast<int>(key.size()) ||
        EVP_CipherInit_ex2(context_.get(), cipher_.get(), Readable(key), nullptr, encrypt ? 1 : 0,
                           nullptr) != 1) {
      throw std::runtime_error("AES-128-SIV is not available, or its key is not of 32 bytes");
    }
  }

  // The text encrypted or decrypted; nullopt if it is not authentic.
  std::optional<std::string> Update(std::string_view associated, std::string_view text) {
    std::string out(text.size(), '\0');
    int size = 0;
    if (EVP_CipherUpdate(context_.get(), nullptr, &size, Readable(associated),
                         static_cast<int>(associated.size())) != 1 ||
        EVP_CipherUpdate(context_.get(), Writable(out), &size, Readable(text),
                         static_cast<int>(text.size())) != 1 ||
        EVP_CipherFinal_ex(context_.get(), nullptr, &size) != 1) {
      return std::nullopt;
    }
    return out;
  }

  std::string Tag() {
    std::string tag(kTagSize, '\0');
    EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, tag.data());
    return tag;
  }
  void SetTag(std::string tag) {
    EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data());
  }

 private:
  std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher_;
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
};

// base64url without padding (RFC 4648, section 5).
std::string Encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends it with a NUL
  text.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(Writable(text), Readable(bytes), static_cast<int>(bytes.size()))));
  text.resize(text.find_last_not_of('=') + 1);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

// Nullopt if `text` is not exactly what Encode gives for some bytes.
std::optional<std::string> Decode(std::string_view text) {
  std::string padded(text);
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  const std::size_t padding = (4 - padded.size() % 4) % 4;
  padded.append(padding, '=');
  std::string bytes(padded.size() / 4 * 3, '\0');
  if (padding > 2 ||
      EVP_DecodeBlock(Writable(bytes), Readable(padded), static_cast<int>(padded.size())) < 0) {
    return std::nullopt;
  }
  bytes.resize(bytes.size() - padding);
  if (Encode(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace

std::string PageTokens::Seal(const base::Digest& query, std::string_view last) const {
  Siv siv(key_, /*encrypt=*/true);
  const std::optional<std::string> sealed =
      siv.Update(query.view(), std::string(1, kFormat).append(last));
  if (!sealed) throw std::runtime_error("a page token was not sealed");
  return Encode(siv.Tag() + *sealed);
}

Result<std::string> PageTokens::Open(const base::Digest& query, std::string_view token) const {
  const std::optional<std::string> bytes = Decode(token);
  if (!bytes || bytes->size() <= kTagSize) return errors::InvalidPageToken();
  Siv siv(key_, /*encrypt=*/false);
  siv.SetTag(bytes->substr(0, kTagSize));
  const std::optional<std::string> opened =
      siv.Update(query.view(), std::string_view(*bytes).substr(kTagSize));
  if (!opened) return errors::InvalidPageToken();
  return opened->substr(1);
}

}  // namespace gongkai::listing
