#include "services/lib/catalog/services.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "gongkai/audit/v1/audit_service.pb.h"
#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/publish/v1/publish_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"

namespace gongkai::catalog {
namespace {

TEST(Services, HaveTheInterfacesOfTheContract) {
  std::set<std::string> listed;
  for (const Service& service : kServices) {
    for (const std::string_view interface : service.interfaces) {
      if (interface.empty()) continue;
      EXPECT_TRUE(listed.insert(std::string(interface)).second) << interface;
    }
  }
  std::set<std::string> contract;
  for (const auto* file : {workflow::v1::GetRecordRequest::descriptor()->file(),
                           audit::v1::GetEntryRequest::descriptor()->file(),
                           intake::v1::GetReportRequest::descriptor()->file(),
                           review::v1::GetTaskRequest::descriptor()->file(),
                           publish::v1::GetPublicationRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) {
      contract.insert(file->service(i)->full_name());
    }
  }
  EXPECT_EQ(listed, contract);
}

// Whoever stands later may call those before, so that no two wait for each other at a start.
TEST(Services, CallOnlyThoseBeforeThem) {
  std::set<std::string_view> before;
  for (const Service& service : kServices) {
    for (const std::string_view called : service.calls) {
      EXPECT_TRUE(called.empty() || before.contains(called)) << service.name << " " << called;
    }
    EXPECT_TRUE(before.insert(service.name).second) << service.name;
  }
}

TEST(Services, SpeakOnTheLastPartOfTheWayOnThoseThatTheyCall) {
  for (const Service& service : kServices) {
    for (const Delegation& row : service.speaks) {
      EXPECT_EQ(row.via.substr(row.via.rfind(',') + 1), service.name) << row.via;
      EXPECT_TRUE(std::ranges::any_of(service.calls, [&](std::string_view called) {
        return !called.empty() && std::ranges::any_of(Find(called).interfaces, [&](auto interface) {
          return !interface.empty() && row.method.starts_with("/" + std::string(interface) + "/");
        });
      })) << row.method;
    }
  }
}

TEST(Services, AssertActionsThatThereAre) {
  for (const Service& service : kServices) {
    for (const std::string_view action : service.asserts) {
      workflow::v1::Action parsed;
      EXPECT_TRUE(action.empty() || workflow::v1::Action_Parse(std::string(action), &parsed))
          << action;
    }
  }
}

TEST(Services, AreFoundByName) {
  EXPECT_EQ(Find("publish").interfaces[0], "gongkai.publish.v1.PublishService");
  EXPECT_TRUE(Calls(Find("publish"), "intake"));
  EXPECT_FALSE(Calls(Find("intake"), "publish"));
  EXPECT_FALSE(Calls(Find("intake"), ""));
  EXPECT_FALSE(IsService("desk"));
  EXPECT_FALSE(IsService(""));
}

}  // namespace
}  // namespace gongkai::catalog
