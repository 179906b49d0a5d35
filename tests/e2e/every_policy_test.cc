// Promise 7 where no field check stands: names, departments, roles and times that come to the
// ledger from policy files and certificates. GONGKAI_SEED chooses others, GONGKAI_ROUNDS more.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/e2e/any_value.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/readable_log.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"
#include "tests/fault/log_check.h"
#include "tests/fault/seed.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;

class EveryPolicyTest : public ClusterTest<EveryPolicyTest> {
 protected:
  // What somebody may be called, in the certificate and in the policy.
  std::string AnyId() {
    static const std::vector<std::string> kKinds{"user/",    "user/", "user/", "bot/",
                                                 "service/", "",      "User/", "users/"};
    static const std::vector<std::string> kNames{"a",
                                                 "0",
                                                 "-",
                                                 "a-",
                                                 "Zhang",
                                                 "张伟",
                                                 "a.b",
                                                 "a_b",
                                                 "a%2Fb",
                                                 "a/b",
                                                 "a,b",
                                                 "a b",
                                                 "../a",
                                                 "",
                                                 "a\tb",
                                                 "é",
                                                 "\xff",
                                                 std::string(63, 'a'),
                                                 "\"",
                                                 "a\xef\xbb\xbf",
                                                 "{a: b}",
                                                 "\xb9\xab",
                                                 std::string(64, 'a'),
                                                 std::string(300, 'a')};
    if (any_.OnceIn(4)) return any_.OneOf(kKinds) + any_.OneOf(kNames);
    std::string name = "user/";
    for (int count = 1 + any_.Below(63); count > 0; --count) {
      name += "abcxyz0189-"[any_.Below(11)];
    }
    return name;
  }

  // What a department may be called, as somebody writes it into the file.
  std::string AnyDepartment() {
    static const std::vector<std::string> kOdd{"局",   "a,b: {c}", "\u200b局", "\u202e局", "é", "😀",
                                               "局\\", "'局\"",    "# 局",     "x\ufeffx"};
    std::string text = any_.OnceIn(4) ? any_.Text("清河县财政局") : any_.OneOf(kOdd);
    if (any_.OnceIn(2)) {
      for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 2) {
        text.insert(at, "'");
      }
      return "'" + text + "'";
    }
    std::string quoted = "\"";
    for (const char c : text) {
      constexpr char kHex[] = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && c != '"' && c != '\\') {
        quoted += c;
      } else {
        (((quoted += "\\x") += kHex[byte >> 4]) += kHex[byte & 15]);
      }
    }
    return quoted + "\"";
  }

  std::string AnyTime() {
    static const std::vector<std::string> kTimes{
        "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z",      "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:01Z", "2020-02-29T12:00:00+08:00", "2026-03-01T08:00:00.123456789Z",
        "2026-01-01T23:59:60Z", "9999-12-31T23:59:59Z",      "9999-12-31T23:59:59-23:59",
        "10000-01-01T00:00:00Z"};
    return any_.OneOf(kTimes);
  }

  // What the policy says of somebody.
  std::string AnyIdentity() {
    static const std::vector<std::string> kRoles{"[DRAFTER, LEGAL_REVIEWER, PUBLISHER]",
                                                 "[DRAFTER, AUDITOR]", "[]", "[DRAFTER, DRAFTER]",
                                                 "[None]"};
    const std::string roles = any_.OnceIn(3) ? any_.OneOf(kRoles) : "[DRAFTER]";
    std::string says = "{department: " + AnyDepartment() + ", roles: " + roles;
    if (any_.OnceIn(4)) {
      says += ", revoked: {since: " + AnyTime();
      if (any_.OnceIn(2)) says += ", until: " + AnyTime();
      says += "}";
    }
    return says + "}";
  }

  // A certificate of the cluster's authority with this name; false where there can be none.
  static bool Certify(const std::string& id, const std::string& folder) {
    const fs::path directory = cluster_->Certificates(folder);
    const fs::path authority = cluster_->directory() / "certificates";
    const fs::path log = cluster_->directory() / "openssl.log";
    fs::create_directories(directory);
    std::ofstream(directory / "names.cnf") << "[names]\nsubjectAltName = @uri\n[uri]\nURI = "
                                           << "spiffe://gongkai/" << id << "\n";
    return RunToEnd({"openssl", "req", "-new", "-newkey", "ec", "-pkeyopt",
                     "ec_paramgen_curve:P-256", "-noenc", "-keyout", directory / "key.pem", "-out",
                     directory / "request.pem", "-subj", "/CN=somebody"},
                    log) == 0 &&
           RunToEnd(
               {"openssl", "x509", "-req", "-in", directory / "request.pem", "-days", "1", "-CA",
                authority / "ca.pem", "-CAkey", authority / "ca-key.pem", "-extfile",
                directory / "names.cnf", "-extensions", "names", "-out", directory / "cert.pem"},
               log) == 0;
  }

  static std::size_t Count(const std::string& text, const std::string& words) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(words, at)) != std::string::npos; ++at) ++count;
    return count;
  }

  static constexpr char kInForce[] = "a new policy is in force";
  static constexpr char kRefused[] = "The new policy is refused";

  // The newest policy that the log has.
  static std::string RecordedPolicy() {
    audit::v1::Policy policy;
    const auto audit = cluster_->As<audit::v1::AuditService>(kAuditor);
    const grpc::Status status = audit->GetPolicy(Context().get(), {}, &policy);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return policy.text();
  }

  // Puts the policy in its place; true where the processes took it.
  static bool Install(const std::string& policy) {
    const auto count = [](const char* words) {
      std::vector<std::size_t> counts;
      for (const Service service : kServices) {
        counts.push_back(Count(ReadFile(cluster_->Log(service)), words));
      }
      return counts;
    };
    std::vector<std::size_t> in_force = count(kInForce);
    std::vector<std::size_t> refused = count(kRefused);
    for (std::size_t& each : in_force) ++each;
    for (std::size_t& each : refused) ++each;
    const fs::path written = cluster_->directory() / "policy.new";
    std::ofstream(written) << policy;
    fs::rename(written, cluster_->Policy());
    bool taken = false;
    EXPECT_TRUE(support::Eventually([&] {
      taken = count(kInForce) == in_force;
      return taken || count(kRefused) == refused;
    }));
    return taken;
  }

  // Files a report as `who`, and submits it. True where that was accepted.
  static bool File(const std::string& who) {
    intake::v1::CreateReportRequest request;
    *request.mutable_report() = Lifecycle::Content();
    intake::v1::Report report;
    const auto stub = cluster_->As<intake::v1::IntakeService>(who);
    const grpc::Status status = stub->CreateReport(Context().get(), request, &report);
    EXPECT_NE(ReasonOf(status), "INTERNAL") << status.error_message();
    if (!status.ok()) return false;
    intake::v1::SubmitReportRequest submit;
    submit.set_name(report.name());
    const grpc::Status submitted = stub->SubmitReport(Context().get(), submit, &report);
    EXPECT_TRUE(submitted.ok()) << submitted.error_message();
    EXPECT_EQ(report.content_problem(), "");
    return submitted.ok();
  }

  static std::uint64_t ChosenSeed() {
    constexpr std::uint64_t kSeed = 20'261'128;
    const std::uint64_t seed = fault::FromEnvironment("GONGKAI_SEED", kSeed);
    std::cout << "GONGKAI_SEED=" << seed << std::endl;
    return seed;
  }

  AnyValue any_{ChosenSeed()};
};

TEST_F(EveryPolicyTest, WhateverItSaysTheLogCanBeRead) {
  const std::uint64_t rounds = 16 * fault::FromEnvironment("GONGKAI_ROUNDS", 1);
  const std::string sound = ReadFile(cluster_->Policy());
  TraceCheck trace(*cluster_, "reports/none");
  std::string last = sound;  // that was taken
  std::uint64_t taken = 0;
  std::uint64_t filed = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const std::string id = AnyId();
    const std::string says = AnyIdentity();
    SCOPED_TRACE(id + ": " + says.substr(0, 300));
    const std::string folder = "tests/any-" + std::to_string(round);
    if (!Certify(id, folder)) continue;
    const std::string policy = WithIdentity(sound, any_.OnceIn(2) ? id : '"' + id + '"', says);
    const bool in_force = Install(policy);
    if (in_force) last = policy;
    taken += in_force ? 1 : 0;
    const bool accepted = File(folder);
    EXPECT_TRUE(in_force || !accepted) << "by whom the policy does not know";
    filed += accepted ? 1 : 0;
    for (const audit::v1::Entry& entry : trace.News()) {
      if (entry.action() == workflow::v1::SET_POLICY) continue;
      const bool refusal = entry.action() == workflow::v1::DENIED;
      EXPECT_TRUE(in_force) << entry.ShortDebugString();
      EXPECT_TRUE(accepted || refusal || entry.action() == workflow::v1::REVOKE)
          << entry.ShortDebugString();
    }
    ASSERT_FALSE(HasFailure());
  }
  std::cout << taken << " policies in force, " << filed << " of their people filed" << std::endl;
  EXPECT_GT(taken, 0U);
  EXPECT_GT(filed, 0U);

  // With another line: a file that is what it was when it was last taken is not taken again.
  EXPECT_TRUE(Install("# The last one.\n" + last));
  EXPECT_TRUE(support::Eventually([&] { return RecordedPolicy() == "# The last one.\n" + last; }));
  const std::size_t entries = ReadWholeLog(*cluster_).size();
  ExpectSoundAfterKill(*cluster_);
  EXPECT_EQ(ReadWholeLog(*cluster_).size(), entries);
  EXPECT_EQ(cluster_->Stop(Service::kWorkflow), 0);
  EXPECT_EQ(fault::ReadSoundLog(cluster_->Data(Service::kWorkflow)).size(), entries);
}

}  // namespace
}  // namespace gongkai::e2e
