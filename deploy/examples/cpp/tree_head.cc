// Prints the size and the root of the log:
//
//   tree_head HOST:PORT CERTIFICATES
//
// CERTIFICATES is a folder with cert.pem, key.pem and ca.pem of an auditor.
#include <grpcpp/grpcpp.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string folder = argv[2];
  const auto credentials = grpc::SslCredentials(
      {Read(folder + "/ca.pem"), Read(folder + "/key.pem"), Read(folder + "/cert.pem")});
  const auto audit =
      gongkai::audit::v1::AuditService::NewStub(grpc::CreateChannel(argv[1], credentials));
  grpc::ClientContext context;
  gongkai::audit::v1::TreeHead head;
  const grpc::Status status = audit->GetTreeHead(&context, {}, &head);
  std::cout << (status.ok() ? head.DebugString() : status.error_message() + "\n");
  return status.ok() ? 0 : 1;
}
