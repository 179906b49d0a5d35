#include "services/lib/identity/certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/support/test_certificates.h"

namespace gongkai::identity {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class CertificatesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { certificates_ = new support::TestCertificates(); }
  static void TearDownTestSuite() { delete certificates_; }

  // A copy of a good folder, to be spoilt.
  fs::path Copy(const std::string& identity) const {
    support::CopyCertificates(certificates_->Of(identity), folder_ / "copy");
    return folder_ / "copy";
  }

  static void ExpectRefused(const fs::path& folder, const std::string& why) {
    const Result<CertificateSet> set = ReadCertificates(folder);
    ASSERT_FALSE(set) << "expected: " << why;
    EXPECT_EQ(set.error().reason, Reason::kInvalidField);
    EXPECT_THAT(set.error().message, HasSubstr(why));
  }

  static support::TestCertificates* certificates_;
  const support::TestFolder folder_;
};
support::TestCertificates* CertificatesTest::certificates_ = nullptr;

TEST_F(CertificatesTest, OfEveryKindAreRead) {
  for (const std::string identity : {"service/intake", "user/li-na", "bot/website"}) {
    const Result<CertificateSet> set = ReadCertificates(certificates_->Of(identity));
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(set->identity, base::ActorId(identity));
    const auto left = set->expires - std::chrono::system_clock::now();
    EXPECT_GT(left, std::chrono::hours(24 * 29));
    EXPECT_LT(left, std::chrono::hours(24 * 31));
  }
}

TEST_F(CertificatesTest, MayBringIntermediateOnes) {
  // The chain in cert.pem may go on behind the process's own certificate.
  const fs::path folder = Copy("service/intake");
  support::RunCommand("cat '" + (folder / "ca.pem").string() + "' >> '" +
                      (folder / "cert.pem").string() + "'");
  const Result<CertificateSet> set = ReadCertificates(folder);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->identity, base::ActorId("service/intake"));
}

TEST_F(CertificatesTest, AreRefusedWithAnotherKey) {
  const fs::path folder = Copy("service/intake");
  fs::copy_file(certificates_->Of("service/review") / "key.pem", folder / "key.pem",
                fs::copy_options::overwrite_existing);
  ExpectRefused(folder, "key.pem: is not the key of the certificate");
}

TEST_F(CertificatesTest, AreRefusedWithAnEncryptedKeyAndNobodyIsAskedForIt) {
  const fs::path folder = Copy("service/intake");
  support::RunCommand(
      "cd '" + folder.string() +
      "' && openssl ec -in key.pem -aes128 -passout pass:secret -out locked 2>/dev/null && "
      "mv locked key.pem");
  ExpectRefused(folder, "key.pem: is no unencrypted PEM private key");
}

TEST_F(CertificatesTest, AreRefusedWhenAFileIsMissing) {
  for (const char* file : {"cert.pem", "key.pem", "ca.pem"}) {
    const fs::path folder = Copy("service/intake");
    fs::remove(folder / file);
    ExpectRefused(folder, std::string(file) + ": cannot be read: No such file");
  }
}

TEST_F(CertificatesTest, AreRefusedWhenAFileIsGarbage) {
  for (const char* file : {"cert.pem", "key.pem", "ca.pem"}) {
    const fs::path folder = Copy("service/intake");
    support::WriteFile(folder / file, "-----BEGIN CERTIFICATE-----\nnonsense\n");
    ExpectRefused(folder, std::string(file) + ": is no");
    support::WriteFile(folder / file, "");
    ExpectRefused(folder, std::string(file) + ": is no");
  }
}

TEST_F(CertificatesTest, AreRefusedWhenAFileIsCutShort) {
  const fs::path folder = Copy("service/intake");
  fs::resize_file(folder / "cert.pem", fs::file_size(folder / "cert.pem") / 2);
  ExpectRefused(folder, "cert.pem: is no PEM certificate");
}

TEST_F(CertificatesTest, AreRefusedWhenOutOfDate) {
  ExpectRefused(certificates_->Expired(), "certificate has expired");
}

TEST_F(CertificatesTest, AreRefusedOfAnotherAuthority) {
  const support::TestCertificates others;
  const fs::path folder = Copy("service/intake");
  fs::copy_file(others.Of("service/intake").parent_path().parent_path() / "ca.pem",
                folder / "ca.pem", fs::copy_options::overwrite_existing);
  ExpectRefused(folder, "cert.pem: cannot be used: ");
}

TEST_F(CertificatesTest, AreRefusedWithoutExactlyOneIdentity) {
  const std::string rule = "needs exactly one URI name";
  ExpectRefused(certificates_->With("no-name", ""), rule);
  ExpectRefused(certificates_->With("no-uri", "-addext subjectAltName=DNS:localhost"), rule);
  ExpectRefused(certificates_->With("two-uris",
                                    "-addext subjectAltName=URI:spiffe://gongkai/user/li-na,"
                                    "URI:spiffe://gongkai/user/wu-hao"),
                rule);
  ExpectRefused(
      certificates_->With("other-domain", "-addext subjectAltName=URI:spiffe://example/user/li-na"),
      rule);
  ExpectRefused(
      certificates_->With("other-kind", "-addext subjectAltName=URI:spiffe://gongkai/root/li-na"),
      rule);
}

TEST_F(CertificatesTest, OfAServiceAreRefusedWhenTheyCannotServe) {
  const std::string client_only =
      " -addext extendedKeyUsage=clientAuth -addext subjectAltName=URI:spiffe://gongkai/";
  ExpectRefused(certificates_->With("client-only-service", client_only + "service/intake"),
                "cert.pem: cannot be used: ");
  EXPECT_TRUE(
      ReadCertificates(certificates_->With("client-only-user", client_only + "user/li-na")));
}

}  // namespace
}  // namespace gongkai::identity
