# Fails if a file includes a directory of ours, or a package, that its own directory may not know;
# and, given LINKS, if a target links one, or if targets link in a circle.
# Dependencies point one way: proto <- workflow <- services/lib <- the programs.
#
#   cmake -DROOT=<source dir> [-DLINKS=<file of target_links.cmake>] -P tests/layers.cmake
cmake_minimum_required(VERSION 3.25)

# layer(<directory> KNOWS <directory or package>...)
#
# What files below <directory> may include besides their own directory and the standard library; the
# longest matching <directory> counts. A path stands for itself and everything below it.
function(layer directory)
  cmake_parse_arguments(ARG "" "" "KNOWS" ${ARGN})
  set_property(GLOBAL APPEND PROPERTY layers "${directory}")
  set_property(GLOBAL PROPERTY "layer_${directory}" "${directory};${ARG_KNOWS}")
endfunction()

# What is watched: each of our own directories, and the packages, by the start of an include's path.
# Generated stubs are a package too (`stubs`): messages are data, a stub is gRPC.
set(ours workflow services tests gongkai)
set(grpc grpc grpcpp google/rpc stubs)
set(sql SQLiteCpp sqlite3.h)
# Those that read files are for the program that reads hostile ones; poppler is under the GPL besides.
set(readers archive.h archive_entry.h expat.h libexif libxml poppler-document.h poppler-global.h poppler-page.h qpdf
    seccomp.h)
set(packages ${grpc} ${sql} ${readers} spdlog yaml-cpp CLI ctemplate curl hs nlohmann openssl unicode google/api
    google/protobuf google/type)

# The core. It talks to nobody, and knows nothing of how it is asked or stored.
layer(workflow/base KNOWS openssl)
layer(workflow/calendar KNOWS workflow/base)
layer(workflow/form KNOWS workflow/base)
layer(workflow/leak KNOWS workflow/base hs unicode)
layer(workflow/error KNOWS workflow/base)
layer(workflow/machine KNOWS workflow/base workflow/error)
layer(workflow/merkle KNOWS workflow/base)
layer(workflow/ledger KNOWS workflow/base workflow/error workflow/machine workflow/merkle)

# What the programs share. SQL and gRPC do not meet here.
set(lib services/lib)
layer(${lib}/catalog)
layer(${lib}/runtime KNOWS ${lib}/catalog workflow/base workflow/error spdlog CLI)
layer(${lib}/request KNOWS ${lib}/catalog workflow/base workflow/error workflow/merkle google/api google/protobuf
      google/type)
layer(${lib}/identity KNOWS ${lib}/catalog workflow/base workflow/error workflow/machine ${lib}/request ${lib}/runtime
      ${grpc} openssl spdlog yaml-cpp)
layer(${lib}/rpc KNOWS workflow/base workflow/calendar workflow/error workflow/form workflow/machine workflow/merkle
      ${lib}/catalog ${lib}/identity
      ${lib}/request ${lib}/runtime gongkai ${grpc} google/protobuf spdlog nlohmann)
layer(${lib}/sql KNOWS workflow/base workflow/error ${sql} spdlog openssl)
layer(${lib}/extraction/record KNOWS workflow/base workflow/leak)
layer(${lib}/extraction KNOWS workflow/leak ${lib}/extraction/record ${lib}/runtime)
layer(${lib}/listing KNOWS ${lib}/catalog workflow/base workflow/error ${lib}/request ${lib}/sql openssl)

# The programs meet as stubs, never as code; SQL goes through services/lib/sql. What stores knows no
# gRPC. The ledger is read and written through its ports: only the engine itself knows SQL.
set(libraries workflow ${lib}/catalog ${lib}/identity ${lib}/request ${lib}/rpc ${lib}/runtime
    gongkai ${grpc} google/protobuf spdlog)
set(program services/workflow)
layer(${program}/store KNOWS workflow spdlog)
layer(${program}/store/sqlite KNOWS workflow ${lib}/listing ${lib}/sql ${program}/store)
layer(${program}/deadline KNOWS workflow ${lib}/identity ${lib}/request ${lib}/runtime spdlog yaml-cpp)
layer(${program}/api KNOWS ${libraries} ${program}/deadline google/type)
layer(${program} KNOWS ${libraries} openssl)
set(program services/intake)
layer(${program}/attachment KNOWS workflow ${lib}/request)
layer(${program}/content KNOWS workflow ${lib}/catalog ${lib}/request ${lib}/sql gongkai google/protobuf spdlog)
layer(${program}/leak KNOWS workflow ${lib}/catalog ${lib}/sql ${program}/attachment ${program}/content gongkai google/protobuf)
layer(${program}/report KNOWS ${libraries} ${program}/attachment ${program}/content ${program}/leak openssl)
layer(${program}/api KNOWS ${libraries} ${program}/attachment ${program}/content ${program}/leak ${program}/report)
layer(${program} KNOWS ${libraries} ${lib}/sql)
# What renders is pure: messages in, HTML out.
layer(services/review/sheet KNOWS workflow/base workflow/form gongkai google/protobuf google/type ctemplate)
layer(services/review KNOWS ${libraries} services/review/sheet)
layer(services/extract KNOWS workflow/base workflow/leak ${lib}/extraction/record ${readers} unicode)
layer(services/extract/mask KNOWS workflow/base workflow/leak ${lib}/extraction/record services/extract archive.h
      archive_entry.h)
layer(services/publish KNOWS ${libraries})

# Clients know the contract and gRPC; ours also the tree, to check proofs without trusting a server.
layer(${lib}/client KNOWS ${lib}/catalog workflow/base gongkai ${grpc} google/protobuf openssl)
layer(services/cli/view KNOWS workflow/base workflow/leak gongkai google/protobuf google/type nlohmann)
# What fetches pages is here only. A sitemap is read here, too: its owner gives it.
layer(services/cli/site KNOWS services/cli/view ${lib}/runtime workflow/base workflow/leak curl expat.h nlohmann)
layer(services/cli/commands KNOWS services/cli/site services/cli/view ${lib}/catalog ${lib}/client ${lib}/extraction ${lib}/runtime
      workflow/base workflow/calendar workflow/leak workflow/merkle gongkai ${grpc} google/protobuf google/type CLI nlohmann)

# Where a process is put together; it may know everything.
set(composition_roots "^services/(all/.*|[a-z]+/main\\.cc)$")

# Sets <out> to the layer <file> is in, or to "" if there is none.
function(layer_of file out)
  get_property(layers GLOBAL PROPERTY layers)
  set(best "")
  foreach(candidate IN LISTS layers)
    string(LENGTH "${candidate}" length)
    string(LENGTH "${best}" best_length)
    string(FIND "${file}" "${candidate}/" at)
    if(at EQUAL 0 AND length GREATER best_length)
      set(best "${candidate}")
    endif()
  endforeach()
  set(${out} "${best}" PARENT_SCOPE)
endfunction()

# Sets <out> to whether <path> is one of <prefixes...> or below it.
function(is_below path out)
  set(${out} FALSE PARENT_SCOPE)
  foreach(prefix IN LISTS ARGN)
    string(FIND "${path}/" "${prefix}/" at)
    if(at EQUAL 0)
      set(${out} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}"
  "${ROOT}/workflow/*.h" "${ROOT}/workflow/*.cc" "${ROOT}/services/*.h" "${ROOT}/services/*.cc")
if(NOT files)
  message(FATAL_ERROR "no source files below ROOT=${ROOT}")
endif()

foreach(file IN LISTS files)
  if(file MATCHES "${composition_roots}")
    continue()
  endif()
  layer_of("${file}" layer)
  if(NOT layer)
    message(SEND_ERROR "${file} is in no layer; tests/layers.cmake must say what it may know")
    continue()
  endif()
  get_property(known GLOBAL PROPERTY "layer_${layer}")

  file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[^<\"]*[<\"]([^>\"]*)[>\"].*$" "\\1" path "${line}")
    is_below("${path}" watched ${ours} ${packages})
    is_below("${path}" allowed ${known})
    if(watched AND NOT allowed)
      message(SEND_ERROR "${file} may not include ${path}")
    elseif(path MATCHES "\\.grpc\\.pb\\.h$" AND NOT "stubs" IN_LIST known)
      message(SEND_ERROR "${file} may not include the stubs of ${path}")
    elseif(line MATCHES "\"" AND NOT watched)
      message(SEND_ERROR "${file} includes \"${path}\", which is not a path from the root")
    endif()
  endforeach()
endforeach()

if(NOT LINKS)
  return()
endif()

# The packages behind targets that are not ours.
set(package_of_CLI11::CLI11 CLI)
set(package_of_CURL::libcurl curl)
set(package_of_EXPAT::EXPAT expat.h)
set(package_of_gRPC::grpc++ grpcpp)
set(package_of_nlohmann_json::nlohmann_json nlohmann)
set(package_of_OpenSSL::Crypto openssl)
set(package_of_ICU::uc unicode)
set(package_of_LibArchive::LibArchive archive.h)
set(package_of_LibXml2::LibXml2 libxml)
set(package_of_PkgConfig::CTEMPLATE ctemplate)
set(package_of_PkgConfig::EXIF libexif)
set(package_of_PkgConfig::HYPERSCAN hs)
set(package_of_PkgConfig::POPPLER poppler-document.h)
set(package_of_PkgConfig::SECCOMP seccomp.h)
set(package_of_protobuf::libprotobuf google/protobuf)
set(package_of_qpdf::libqpdf qpdf)
set(package_of_spdlog::spdlog spdlog)
set(package_of_SQLiteCpp SQLiteCpp)
set(package_of_SQLite::SQLite3 sqlite3.h)
set(package_of_yaml-cpp yaml-cpp)

# Each line: <kind> <directory> <target> <linked directory, or -> <linked target>
file(STRINGS "${LINKS}" links)
if(NOT links)
  message(FATAL_ERROR "no links in LINKS=${LINKS}")
endif()
set(targets "")
foreach(line IN LISTS links)
  string(REPLACE " " ";" line "${line}")
  list(GET line 0 kind)
  list(GET line 1 directory)
  list(GET line 2 target)
  list(GET line 3 path)
  list(GET line 4 linked)
  list(APPEND targets "${target}")
  if(path STREQUAL "-")
    set(path "${package_of_${linked}}")
  else()
    list(APPEND links_of_${target} "${linked}")
    string(REGEX REPLACE "^proto$" "gongkai" path "${path}")
    if(linked STREQUAL "google_api_proto")
      set(path google/api)
    endif()
  endif()
  if(kind STREQUAL "EXECUTABLE" OR "${directory}/main.cc" MATCHES "^services/all/")
    continue()  # a composition root
  endif()
  layer_of("${directory}/CMakeLists.txt" layer)
  if(NOT layer)
    continue()  # tests, which may link what they test
  endif()
  get_property(known GLOBAL PROPERTY "layer_${layer}")
  is_below("${path}" watched ${ours} ${packages})
  is_below("${path}" allowed ${known})
  if(watched AND NOT allowed)
    message(SEND_ERROR "${directory}: ${target} may not link ${linked}")
  endif()
endforeach()

# Takes away, again and again, the targets that link none of those that are left.
list(REMOVE_DUPLICATES targets)
set(before "")
while(NOT targets STREQUAL before)
  set(before "${targets}")
  foreach(target IN LISTS before)
    set(left FALSE)
    foreach(linked IN LISTS links_of_${target})
      if(linked IN_LIST targets)
        set(left TRUE)
      endif()
    endforeach()
    if(NOT left)
      list(REMOVE_ITEM targets "${target}")
    endif()
  endforeach()
endwhile()
if(targets)
  message(SEND_ERROR "these targets link in a circle: ${targets}")
endif()
