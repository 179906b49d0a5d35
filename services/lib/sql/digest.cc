#include "services/lib/sql/digest.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace gongkai::sql {

std::string Sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()),
                 nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  return digest;
}

}  // namespace gongkai::sql
