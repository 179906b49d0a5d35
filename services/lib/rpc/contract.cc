#include "services/lib/rpc/contract.h"

#include <google/protobuf/descriptor.pb.h>

#include <memory>
#include <stdexcept>

// See proto/descriptors.S. The names are C's, because assembly has no namespaces.
extern "C" const char gongkai_descriptors[];      // NOLINT(modernize-avoid-c-arrays)
extern "C" const char gongkai_descriptors_end[];  // NOLINT(modernize-avoid-c-arrays)

namespace gongkai::rpc {
namespace {

using google::protobuf::DescriptorPool;

std::unique_ptr<const DescriptorPool> Build() {
  google::protobuf::FileDescriptorSet files;
  const auto size = static_cast<int>(gongkai_descriptors_end - gongkai_descriptors);
  bool good = files.ParseFromArray(gongkai_descriptors, size);
  auto pool = std::make_unique<DescriptorPool>();
  // protoc writes each file after those that it imports.
  for (const auto& file : files.file()) good = good && pool->BuildFile(file) != nullptr;
  if (!good) throw std::logic_error("the descriptors in the program are not whole");
  return pool;
}

}  // namespace

const DescriptorPool& Contract() {
  static const std::unique_ptr<const DescriptorPool> pool = Build();
  return *pool;
}

}  // namespace gongkai::rpc
