#include "services/lib/rpc/contract.h"

#include <google/protobuf/descriptor.pb.h>

#include <map>
#include <memory>
#include <stdexcept>

// See proto/descriptors.S. The names are C's, because assembly has no namespaces.
extern "C" const char gongkai_descriptors[];      // NOLINT(modernize-avoid-c-arrays)
extern "C" const char gongkai_descriptors_end[];  // NOLINT(modernize-avoid-c-arrays)

namespace gongkai::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;

struct Files {
  DescriptorPool pool;
  std::map<const FileDescriptor*, std::string> encoded;
};

std::unique_ptr<const Files> Build() {
  google::protobuf::FileDescriptorSet set;
  const auto size = static_cast<int>(gongkai_descriptors_end - gongkai_descriptors);
  bool good = set.ParseFromArray(gongkai_descriptors, size);
  auto files = std::make_unique<Files>();
  // protoc writes each file after those that it imports.
  for (google::protobuf::FileDescriptorProto& file : *set.mutable_file()) {
    const FileDescriptor* built = files->pool.BuildFile(file);
    good = good && built != nullptr;
    if (file.package() == "google.protobuf") file.clear_source_code_info();
    files->encoded[built] = file.SerializeAsString();
  }
  if (!good) throw std::logic_error("the descriptors in the program are not whole");
  return files;
}

const Files& Get() {
  static const std::unique_ptr<const Files> files = Build();
  return *files;
}

}  // namespace

const DescriptorPool& Contract() { return Get().pool; }

const std::string& Encoded(const FileDescriptor& file) { return Get().encoded.at(&file); }

}  // namespace gongkai::rpc
