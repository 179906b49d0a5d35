// Tests that share one cluster, which takes seconds to start.
#pragma once

#include <gtest/gtest.h>

#include "tests/e2e/cluster.h"
#include "tests/e2e/lifecycle.h"

namespace gongkai::e2e {

// class BadFields : public ClusterTest<BadFields> { … }; the suite may have an Identities of its
// own.
template <class Suite>
class ClusterTest : public testing::Test {
 protected:
  static Cluster::Identities Identities() { return {}; }

  static void SetUpTestSuite() { cluster_ = new Cluster(Suite::Identities()); }
  static void TearDownTestSuite() {
    delete cluster_;
    cluster_ = nullptr;
  }

  // The ledger records 20 refusals of an actor, and then one a minute; after a restart, 20 again.
  static void ForgetRefusals() {
    EXPECT_EQ(cluster_->Stop(Service::kWorkflow), 0);
    cluster_->Start(Service::kWorkflow);
    cluster_->WaitUntilServing(Service::kWorkflow);
  }

  static inline Cluster* cluster_ = nullptr;
  Lifecycle lifecycle_{*cluster_};
};

}  // namespace gongkai::e2e
