# Fails if a file includes a directory of ours, or a package, that its own directory may not know.
# Dependencies point one way: proto <- workflow <- services/{storage,server} <- the stage services.
#
#   cmake -DROOT=<source dir> -P tests/layers.cmake
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
set(packages ${grpc} ${sql} spdlog yaml-cpp CLI nlohmann openssl google/protobuf)

# The core. It talks to nobody, and knows nothing of how it is asked or stored.
layer(workflow/base)
layer(workflow/error)
layer(workflow/machine KNOWS workflow/error)
layer(workflow/merkle KNOWS openssl)
layer(workflow/ledger KNOWS workflow/base workflow/error workflow/machine workflow/merkle openssl)

# What the services share. SQL and gRPC do not meet here.
layer(services/storage KNOWS workflow ${sql} spdlog openssl)
layer(services/server KNOWS workflow gongkai ${grpc} google/protobuf spdlog yaml-cpp CLI nlohmann openssl)

# The stage services meet as stubs, never as code; SQL goes through services/storage.
foreach(service workflow intake review publish)
  layer(services/${service} KNOWS workflow services/storage services/server
        gongkai ${grpc} google/protobuf spdlog yaml-cpp nlohmann openssl)
endforeach()

# A client like any other: the contract and gRPC; and the tree, to check proofs without trusting a server.
layer(services/cli KNOWS workflow/merkle gongkai ${grpc} google/protobuf CLI nlohmann)

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
