/** Networks on ONNX Runtime. */
@NullMarked
package dev.flawsmith.model.onnx;

import org.jspecify.annotations.NullMarked;
