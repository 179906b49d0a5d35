#include "services/lib/client/connection.h"

#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <cstdlib>

namespace gongkai::client {
namespace {

TEST(Connection, NamesTheSettingThatIsMissing) {
  ConnectionOptions options;
  Connection connection(options);
  try {
    connection.ChannelTo(Peer::kReview);
    FAIL() << "there is no address";
  } catch (const SettingMissing& missing) {
    EXPECT_EQ(missing.peer, Peer::kReview);
    EXPECT_STREQ(missing.what(), "no address of review");
  }
  options.server = "localhost:1";
  try {
    connection.ChannelTo(Peer::kReview);
    FAIL() << "there is no certificate";
  } catch (const SettingMissing& missing) {
    EXPECT_EQ(missing.peer, std::nullopt);
  }
  options.certificates = "/nowhere";
  EXPECT_THROW(connection.ChannelTo(Peer::kReview), SettingMissing);
}

// A thread of gRPC may be in the middle of a handshake when the program ends.
TEST(ConnectionDeathTest, OpenSslIsThereUntilTheEndOfTheProgram) {
  EXPECT_EXIT(
      {
        ConnectionOptions options;
        const Connection connection(options);
        // Runs after the functions that are registered later.
        std::atexit([] { std::_Exit(OPENSSL_init_crypto(0, nullptr) == 1 ? 0 : 1); });
        OPENSSL_init_crypto(OPENSSL_INIT_ADD_ALL_DIGESTS, nullptr);
        std::exit(2);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace gongkai::client
