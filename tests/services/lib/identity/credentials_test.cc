#include "services/lib/identity/credentials.h"

#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/support/test_certificates.h"

namespace gongkai::identity {
namespace {

constexpr int kCleanedUp = 9;

// It would free what threads of gRPC that end at the same time free, too.
TEST(Credentials, OpenSslCleansNothingUpAtExit) {
  // A copy of this process would lack the threads that gRPC has by now.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const support::TestCertificates certificates;
        const auto credentials = MakeServerCredentials(certificates.Of("service/workflow"));
        OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS, nullptr);  // a first use
        OPENSSL_atexit([] { _exit(kCleanedUp); });
        std::exit(EXIT_SUCCESS);
      },
      testing::ExitedWithCode(EXIT_SUCCESS), "");
}

}  // namespace
}  // namespace gongkai::identity
