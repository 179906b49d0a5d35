// Holds the contract, a serialized google.protobuf.FileDescriptorSet, in the program.
    .section .rodata
    .global gongkai_descriptors
    .global gongkai_descriptors_end
gongkai_descriptors:
    .incbin GONGKAI_DESCRIPTORS
gongkai_descriptors_end:
    .section .note.GNU-stack, "", %progbits
