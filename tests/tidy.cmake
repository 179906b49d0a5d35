# The target `tidy`: tests/tidy of each .cc of the product. What passed is checked again only when the
# file, or anything that it includes, was compiled again since.

function(add_tidy_target)
  targets_below("${PROJECT_SOURCE_DIR}" targets)
  set(passed "")
  foreach(target IN LISTS targets)
    get_target_property(directory ${target} SOURCE_DIR)
    file(RELATIVE_PATH directory "${PROJECT_SOURCE_DIR}" "${directory}")
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cc$")
    if(NOT directory MATCHES "^(workflow|services)" OR NOT sources)
      continue()
    endif()
    get_target_property(objects ${target} BINARY_DIR)
    foreach(source IN LISTS sources)
      set(name "${directory}/${source}")
      set(stamp "${PROJECT_BINARY_DIR}/tidy/${name}.passed")
      cmake_path(GET stamp PARENT_PATH folder)
      file(MAKE_DIRECTORY "${folder}")
      add_custom_command(OUTPUT "${stamp}"
        COMMAND tests/tidy -p "${PROJECT_BINARY_DIR}" "${name}"
        COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
        # Ninja knows what an object was made of.
        DEPENDS "${objects}/CMakeFiles/${target}.dir/${source}.o"
                "${PROJECT_SOURCE_DIR}/tests/tidy" "${PROJECT_SOURCE_DIR}/.clang-tidy"
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
        COMMENT "Checking ${name}"
        VERBATIM)
      list(APPEND passed "${stamp}")
    endforeach()
  endforeach()
  add_custom_target(tidy DEPENDS ${passed})
endfunction()
