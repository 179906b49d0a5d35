#include "services/lib/identity/certificate_installer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>

#include "services/lib/runtime/small_file.h"
#include "tests/support/eventually.h"
#include "tests/support/log_capture.h"
#include "tests/support/test_certificates.h"

namespace gongkai::identity {
namespace {

namespace fs = std::filesystem;

class CertificateInstallerTest : public ::testing::Test {
 protected:
  CertificateInstallerTest() {
    support::CopyCertificates(certificates_.Of("service/intake"), source_);
  }

  std::unique_ptr<CertificateInstaller> Start() const {
    return *CertificateInstaller::Start(source_, target_, base::ActorId("service/intake"));
  }

  // Another certificate of the same identity and authority, put where the first one was.
  void Renew() const {
    const fs::path issued = certificates_.Of("service/intake");
    fs::remove(issued / "cert.pem");  // so that it is made anew
    support::CopyCertificates(certificates_.Of("service/intake"), source_);
  }

  static std::string Installed(const CertificateInstaller& installer) {
    const Result<CertificateSet> set = ReadCertificates(installer.installed());
    return set ? set->certificate : set.error().message;
  }

  const support::TestCertificates certificates_;
  const support::TestFolder folder_;
  const fs::path source_ = folder_ / "certificates";
  const fs::path target_ = folder_ / "data" / "certificates";
  const support::LogCapture log_;
};

TEST_F(CertificateInstallerTest, InstallsWhatItIsGivenForNobodyElseToRead) {
  const auto installer = Start();
  EXPECT_EQ(installer->identity(), base::ActorId("service/intake"));
  for (const char* file : {"cert.pem", "key.pem", "ca.pem"}) {
    EXPECT_EQ(*runtime::ReadSmallFile(installer->installed() / file),
              *runtime::ReadSmallFile(source_ / file));
  }
  EXPECT_EQ(fs::status(target_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(installer->installed()).permissions(), fs::perms::owner_all);
}

TEST_F(CertificateInstallerTest, DoesNotStartOnABadPair) {
  support::WriteFile(source_ / "key.pem", "nonsense");
  const auto installer =
      CertificateInstaller::Start(source_, target_, base::ActorId("service/intake"));
  ASSERT_FALSE(installer);
  EXPECT_THAT(installer.error().message, ::testing::HasSubstr("key.pem: is no unencrypted"));
}

TEST_F(CertificateInstallerTest, DoesNotStartAsSomebodyElseAndTouchesNothing) {
  for (const std::string identity : {"user/zhang-wei", "bot/pipeline", "service/review"}) {
    support::CopyCertificates(certificates_.Of(identity), source_);
    const auto installer =
        CertificateInstaller::Start(source_, target_, base::ActorId("service/intake"));
    ASSERT_FALSE(installer) << identity;
    EXPECT_THAT(installer.error().message,
                ::testing::HasSubstr("cert.pem: is the certificate of " + identity +
                                     ", not of service/intake"));
    EXPECT_FALSE(fs::exists(target_)) << identity;
  }
}

TEST_F(CertificateInstallerTest, InstallsARenewedPair) {
  const auto installer = Start();
  const std::string before = Installed(*installer);
  Renew();
  EXPECT_TRUE(support::Eventually([&] { return Installed(*installer) != before; }));
  EXPECT_EQ(Installed(*installer), *runtime::ReadSmallFile(source_ / "cert.pem"));
  EXPECT_TRUE(
      support::Eventually([&] { return log_.Count("a new certificate of service/intake") == 1; }));
}

TEST_F(CertificateInstallerTest, KeepsABadPairOutAndSaysSoOnce) {
  const auto installer = Start();
  const std::string before = Installed(*installer);
  fs::copy_file(certificates_.Of("service/review") / "key.pem", source_ / "key.pem",
                fs::copy_options::overwrite_existing);
  EXPECT_TRUE(support::Eventually([&] { return log_.Count("key.pem: is not the key") > 0; }));
  std::this_thread::sleep_for(std::chrono::seconds(2));  // several looks at the files
  EXPECT_EQ(log_.Count("stays in use"), 1);
  EXPECT_EQ(Installed(*installer), before);

  Renew();
  EXPECT_TRUE(support::Eventually([&] { return Installed(*installer) != before; }));
}

TEST_F(CertificateInstallerTest, KeepsAnotherIdentityOut) {
  const auto installer = Start();
  const std::string before = Installed(*installer);
  support::CopyCertificates(certificates_.Of("service/review"), source_);
  EXPECT_TRUE(support::Eventually(
      [&] { return log_.Count("service/review's, not service/intake's") == 1; }));
  EXPECT_EQ(Installed(*installer), before);
}

TEST_F(CertificateInstallerTest, KeepsWhatItHasWhenTheDiskFails) {
  const auto installer = Start();
  const std::string before = Installed(*installer);
  // A file where its folder was stands for any failing of the disk.
  fs::rename(target_, folder_ / "moved");
  support::WriteFile(target_, "in the way");
  Renew();
  EXPECT_TRUE(support::Eventually([&] { return log_.Count("cannot be installed") == 1; }));
  std::this_thread::sleep_for(std::chrono::seconds(2));  // several tries
  EXPECT_EQ(log_.Count("cannot be installed"), 1);
  EXPECT_EQ(*runtime::ReadSmallFile(folder_ / "moved" / "current" / "cert.pem"), before);

  // Once the disk is well again, the new one is installed without anybody's doing.
  fs::remove(target_);
  fs::rename(folder_ / "moved", target_);
  EXPECT_TRUE(support::Eventually([&] { return Installed(*installer) != before; }));
}

TEST_F(CertificateInstallerTest, WritesNothingWhereItIsInstalledAlready) {
  Start();
  const fs::path first = fs::canonical(target_ / "current");
  const auto written = fs::last_write_time(target_);
  const auto installer = Start();
  EXPECT_EQ(fs::canonical(installer->installed()), first);
  EXPECT_EQ(fs::last_write_time(target_), written);
}

TEST_F(CertificateInstallerTest, LeavesNothingOfASetThatDoesNotFitOnTheDisk) {
  const auto installer = Start();
  const std::string before = Installed(*installer);
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  Renew();
  const rlimit none{.rlim_cur = 100, .rlim_max = limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &none), 0);
  EXPECT_TRUE(support::Eventually([&] { return log_.Count("cannot be installed") == 1; }));
  std::this_thread::sleep_for(std::chrono::seconds(2));  // several tries
  EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::signal(SIGXFSZ, ignored);
  EXPECT_TRUE(support::Eventually([&] { return Installed(*installer) != before; }));
  const auto entries = std::distance(fs::directory_iterator(target_), fs::directory_iterator());
  EXPECT_EQ(entries, 3) << "the link, the set in use and the one before it";
}

TEST_F(CertificateInstallerTest, LeavesNoOldKeysLying) {
  {
    const auto installer = Start();
    fs::create_directories(target_ / "set-crash1");  // what a crash in the middle leaves
    support::WriteFile(target_ / "set-crash1" / "key.pem", "old");
    fs::create_symlink("set-crash1", target_ / "set-crash1.link");
  }
  for (int i = 0; i < 3; ++i) {
    Renew();
    Start();
  }
  const auto entries = [this] {
    return std::distance(fs::directory_iterator(target_), fs::directory_iterator());
  };
  EXPECT_EQ(entries(), 3) << "the link, the set in use and the one before it";
  Start();
  EXPECT_EQ(entries(), 2) << "the link and the set in use";
}

TEST_F(CertificateInstallerTest, AlwaysHoldsASetThatFitsTogether) {
  const auto installer = Start();
  const std::string before = Installed(*installer);
  Renew();
  // A reader that goes through the folder itself never sees half of each.
  bool fits = true;
  EXPECT_TRUE(support::Eventually([&] {
    const fs::path set = fs::canonical(installer->installed());
    fits = fits && ReadCertificates(set).has_value();
    return Installed(*installer) != before;
  }));
  EXPECT_TRUE(fits);
}

}  // namespace
}  // namespace gongkai::identity
