# Who calls, whether they may, and how our own services are reached.
add_library(gongkai_identity STATIC
  access.cc caller.cc change_quota.cc certificate_installer.cc certificates.cc credentials.cc delegation.cc
  file_watch.cc local_token.cc peer.cc policy.cc policy_file.cc policy_identity.cc policy_parse.cc
  small_file.cc yaml_fields.cc)
add_library(gongkai::identity ALIAS gongkai_identity)
target_sources(gongkai_identity PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES
  access.h caller.h change_quota.h certificate_installer.h certificates.h credentials.h delegation.h file_watch.h
  local_token.h peer.h policy.h policy_file.h policy_identity.h small_file.h yaml_fields.h)
target_link_libraries(gongkai_identity
  PUBLIC gongkai::error gongkai::machine gRPC::grpc++
  PRIVATE gongkai::runtime OpenSSL::Crypto spdlog::spdlog yaml-cpp)
