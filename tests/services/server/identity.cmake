gongkai_test(file_watch_test SOURCES file_watch_test.cc DEPS gongkai::identity LABELS core)
gongkai_test(policy_test SOURCES policy_test.cc DEPS gongkai::identity LABELS core)
gongkai_test(policy_file_test SOURCES policy_file_test.cc DEPS gongkai::identity spdlog::spdlog
  LABELS core)
gongkai_test(certificates_test SOURCES certificates_test.cc DEPS gongkai::identity LABELS core)
gongkai_test(credentials_test SOURCES credentials_test.cc DEPS gongkai::identity OpenSSL::Crypto)
gongkai_test(certificate_installer_test SOURCES certificate_installer_test.cc
  DEPS gongkai::identity spdlog::spdlog LABELS core)
gongkai_test(access_test SOURCES access_test.cc DEPS gongkai::api gongkai::identity)
gongkai_test(delegation_test SOURCES delegation_test.cc DEPS gongkai::api gongkai::identity
  spdlog::spdlog)
gongkai_test(caller_test SOURCES caller_test.cc DEPS gongkai::server spdlog::spdlog)
gongkai_test(peer_test SOURCES peer_test.cc DEPS gongkai::server spdlog::spdlog)
