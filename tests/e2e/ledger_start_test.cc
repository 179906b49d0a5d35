// What a start of the ledger refuses: a log that lost what was acknowledged, and a clock that is
// far off. Both say what to do.
#include <gmock/gmock.h>
#include <grpc/health/v1/health.grpc.pb.h>
#include <sysexits.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "tests/e2e/cluster.h"
#include "tests/e2e/damage.h"
#include "tests/e2e/damaged_page.h"
#include "tests/e2e/lifecycle.h"
#include "tests/e2e/text_call.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;
using audit::v1::AuditService;
using grpc::health::v1::HealthCheckResponse;
using testing::HasSubstr;

class LedgerStart : public testing::Test {
 protected:
  audit::v1::TreeHead Head() {
    audit::v1::TreeHead head;
    const grpc::Status status =
        cluster_.As<AuditService>(kAuditor)->GetTreeHead(Context().get(), {}, &head);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return head;
  }

  static std::string Words(const audit::v1::TreeHead& head) {
    return std::to_string(head.tree_size()) + " entries with the root " + head.root_hash();
  }

  void Serve(const StartOptions& options = {}) {
    cluster_.Start(Service::kWorkflow, options);
    for (const Service service : kServices) cluster_.WaitUntilServing(service);
  }

  // A start that must end by itself: what it says.
  std::string Refusal(const StartOptions& options = {}) {
    fs::remove(cluster_.Log(Service::kWorkflow));
    cluster_.Start(Service::kWorkflow, options);
    EXPECT_EQ(cluster_.Wait(Service::kWorkflow), EX_UNAVAILABLE);
    return ReadFile(cluster_.Log(Service::kWorkflow));
  }

  void Stop() {
    EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0) << ReadFile(cluster_.Log(Service::kWorkflow));
  }

  fs::path File(const std::string& name) const { return cluster_.Data(Service::kWorkflow) / name; }

  // Entries that were acknowledged vanish from the log by `damage` of its write-ahead log.
  void ExpectLossIsFound(const std::function<void(const fs::path& log)>& damage) {
    for (int i = 0; i < 8; ++i) lifecycle_.Published();
    const audit::v1::TreeHead head = Head();
    cluster_.Kill(Service::kWorkflow);
    damage(File("ledger.db-wal"));

    const std::string refusal = Refusal();
    EXPECT_THAT(refusal, HasSubstr("entries are lost: the head that is kept has " + Words(head)));
    EXPECT_THAT(refusal, HasSubstr("--accept-head"));
    // Started again it does not get used to it.
    EXPECT_THAT(Refusal({.flags = {kAcceptClock}}), HasSubstr("entries are lost"));

    Serve({.flags = {kAcceptHead}});
    const audit::v1::TreeHead left = Head();
    EXPECT_LT(left.tree_size(), head.tree_size());
    EXPECT_THAT(refusal, HasSubstr("but " + Words(left)));
    EXPECT_THAT(ReadFile(cluster_.Log(Service::kWorkflow)), HasSubstr("as --accept-head says"));
    // From then on this is the log, also if it is killed before anything is written.
    cluster_.Kill(Service::kWorkflow);
    Serve();
    EXPECT_EQ(Words(Head()), Words(left));
    lifecycle_.Published();
    Stop();
    Serve();
    EXPECT_GT(Head().tree_size(), left.tree_size());
  }

  std::vector<audit::v1::Entry> Entries() {
    audit::v1::ListEntriesRequest request;
    request.set_page_size(1000);
    audit::v1::ListEntriesResponse response;
    EXPECT_TRUE(
        cluster_.As<AuditService>(kAuditor)->ListEntries(Context().get(), request, &response).ok());
    return {response.entries().begin(), response.entries().end()};
  }

  // What health says of this, such as "clock".
  HealthCheckResponse::ServingStatus HealthOf(const std::string& name) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(name);
    HealthCheckResponse response;
    const auto stub =
        grpc::health::v1::Health::NewStub(cluster_.Channel(Service::kWorkflow, kAuditor));
    EXPECT_TRUE(stub->Check(Context().get(), request, &response).ok());
    return response.status();
  }

  Cluster cluster_;
  Lifecycle lifecycle_{cluster_};
};

TEST_F(LedgerStart, FindsAFlippedBitInTheWriteAheadLogThatTookEntriesAway) {
  ExpectLossIsFound([](const fs::path& log) {
    FlipByte(log, static_cast<std::streamoff>(fs::file_size(log) / 2));
  });
}

TEST_F(LedgerStart, FindsAWriteAheadLogThatWasCutOff) {
  ExpectLossIsFound([](const fs::path& log) { fs::resize_file(log, fs::file_size(log) / 2); });
}

TEST_F(LedgerStart, FindsAnOlderCopyOfTheDatabase) {
  lifecycle_.Published();
  Stop();
  fs::copy_file(File("ledger.db"), File("copy.db"));
  Serve();
  const audit::v1::TreeHead older = Head();
  lifecycle_.Published();
  const audit::v1::TreeHead head = Head();
  Stop();
  fs::copy_file(File("copy.db"), File("ledger.db"), fs::copy_options::overwrite_existing);
  EXPECT_THAT(Refusal(), HasSubstr("entries are lost: the head that is kept has " + Words(head) +
                                   ", but " + Words(older)));
}

TEST_F(LedgerStart, FindsAnotherLogThoughItIsLonger) {
  lifecycle_.Published();
  Stop();
  fs::copy(cluster_.Data(Service::kWorkflow), cluster_.directory() / "copy",
           fs::copy_options::recursive);
  Serve();
  lifecycle_.Create();
  const audit::v1::TreeHead head = Head();
  Stop();
  fs::rename(File("ledger.head"), cluster_.directory() / "ledger.head");
  for (const char* name : {"ledger.db", "ledger.head"}) {
    fs::copy_file(cluster_.directory() / "copy" / name, File(name),
                  fs::copy_options::overwrite_existing);
  }
  Serve();
  for (int i = 0; i < 3; ++i) lifecycle_.Create();
  Stop();
  fs::rename(cluster_.directory() / "ledger.head", File("ledger.head"));
  EXPECT_THAT(Refusal(), HasSubstr("it is another log: the head that is kept has " + Words(head)));

  fs::remove(File("ledger.head"));
  EXPECT_THAT(Refusal(), HasSubstr("no head is kept beside it"));
}

TEST_F(LedgerStart, SaysWhichEntryIsDamagedAndWhatToDo) {
  const std::string report = lifecycle_.Published();
  ASSERT_EQ(Head().tree_size(), 6);
  Stop();
  fs::copy_file(File("ledger.db"), File("sound.db"));
  struct Case {
    std::string sql;
    std::string finding;
  };
  for (const auto& [sql, finding] : std::vector<Case>{
           {"UPDATE entry SET bytes = zeroblob(length(bytes)) WHERE idx = 3",
            "entries/3 does not have its hash"},
           {"UPDATE entry SET hash = zeroblob(32) WHERE idx = 1",
            "entries/1 does not have its hash"},
           {"UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE idx = 1), hash = (SELECT hash "
            "FROM entry WHERE idx = 1) WHERE idx = 3",
            "entries/3 is another place's entry"},
           {"DELETE FROM entry WHERE idx = 2", "the log has a gap before entries/3"},
           {"DELETE FROM entry WHERE idx = 5", "entries/5 is missing"},
           {"UPDATE nodes SET hashes = zeroblob(length(hashes))",
            "the tree over entries/0 to entries/5"},
           {"UPDATE tree SET root = zeroblob(32)", "the tree's frontier does not have its root"},
           {"UPDATE record SET state = 6", report + " is not the fold of its entries"}}) {
    ExecuteUnguarded(File("ledger.db"), sql);
    const std::string refusal = Refusal();
    EXPECT_THAT(refusal, HasSubstr("ledger.db is damaged: ")) << sql;
    EXPECT_THAT(refusal, HasSubstr(finding)) << sql;
    EXPECT_THAT(refusal, HasSubstr("restore ledger.db and ledger.head together")) << sql;
    fs::copy_file(File("sound.db"), File("ledger.db"), fs::copy_options::overwrite_existing);
    fs::resize_file(File("ledger.db-wal"), 0);
  }
  {
    const DamagedPage page(File("ledger.db"), "entry");
    const std::string refusal = Refusal();
    EXPECT_THAT(refusal, HasSubstr("entries/0 cannot be read"));
    EXPECT_THAT(refusal, HasSubstr("restore ledger.db and ledger.head together"));
  }
  Serve();
  lifecycle_.Published();
}

TEST_F(LedgerStart, IsReadAndNotWrittenOnceTheCheckOfTheWholeLogHasFoundDamage) {
  const std::string report = lifecycle_.Published();
  EXPECT_EQ(HealthOf("log"), HealthCheckResponse::SERVING);
  for (const char* sql :
       {"DELETE FROM author", "UPDATE entry SET actor = 'user/x' WHERE idx = 1"}) {
    Stop();
    ExecuteUnguarded(File("ledger.db"), sql);
    cluster_.Start(Service::kWorkflow);
    cluster_.WaitUntilServing(Service::kWorkflow);
    EXPECT_TRUE(support::Eventually([this] {
      return HealthOf("log") == HealthCheckResponse::NOT_SERVING;
    })) << sql;
    EXPECT_THAT(ReadFile(cluster_.Log(Service::kWorkflow)), HasSubstr("the log is damaged: "));
    // It is read, but nobody decides anything on it: whoever removed the authors could approve.
    EXPECT_EQ(Entries().back().subject(), report);
    for (const char* method : {"CreateReport", "RetractReport"}) {
      const std::string text = method == std::string("CreateReport")
                                   ? "report { title: '报告' }"
                                   : "name: '" + report + "' reason: '有误'";
      const grpc::Status status = CallWithText(
          cluster_, method == std::string("CreateReport") ? kDrafter : kPublisher, method, {text});
      EXPECT_EQ(ReasonOf(status), "LOG_CORRUPT") << status.error_message();
    }
    EXPECT_EQ(Entries().size(), 6U);
  }
}

TEST_F(LedgerStart, TimesNeverGoBackThoughTheClockDoes) {
  Stop();
  Serve({.clock = std::chrono::hours(2)});
  const std::string report = lifecycle_.Create();
  cluster_.SetClock(Service::kWorkflow, {});
  lifecycle_.Submit(report);
  lifecycle_.ApproveLegal(report);
  EXPECT_THAT(ReadFile(cluster_.Log(Service::kWorkflow)), HasSubstr("behind the newest entry"));
  EXPECT_TRUE(support::Eventually(
      [this] { return HealthOf("clock") == HealthCheckResponse::NOT_SERVING; }));
  cluster_.SetClock(Service::kWorkflow, std::chrono::hours(3));
  EXPECT_TRUE(
      support::Eventually([this] { return HealthOf("clock") == HealthCheckResponse::SERVING; }));
  Stop();
  Serve();
  lifecycle_.ApproveSecrecy(report);

  const std::vector<audit::v1::Entry> entries = Entries();
  ASSERT_EQ(entries.size(), 5U);
  for (std::size_t i = 1; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].time().seconds(), entries[0].time().seconds()) << i;
    EXPECT_GE(entries[i].time().nanos(), entries[i - 1].time().nanos()) << i;
  }
}

TEST_F(LedgerStart, RefusesAClockThatIsMoreThanADayOff) {
  Stop();
  Serve({.clock = std::chrono::hours(25)});
  lifecycle_.Create();
  Stop();
  EXPECT_THAT(Refusal(),
              testing::AllOf(HasSubstr("more than a day off"), HasSubstr("--accept-clock")));
  EXPECT_THAT(Refusal({.clock = std::chrono::hours(75)}), HasSubstr("more than a day off"));
  // An hour less is within a day.
  Serve({.clock = std::chrono::hours(2)});
  Stop();
  Serve({.flags = {kAcceptClock}});
  lifecycle_.Published();
}

}  // namespace
}  // namespace gongkai::e2e
