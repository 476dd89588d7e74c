package dev.flawsmith.augmentation;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.CanvasRecipe;
import dev.flawsmith.synthesis.Recipe;

/**
 * The part of a photo that the model saw when it painted into it: a window of its images' size around the region, moved to lie
 * within the photo.
 *
 * @param left column of the photo where it begins
 * @param top row of the photo where it begins
 * @param shape of the model's images
 */
record PaintedWindow(int left, int top, ImageShape shape) {
    /** That of a region. */
    static PaintedWindow around(PixelMask region, ImageShape shape) {
        PixelMask.Box box = region.box();
        return new PaintedWindow(
                start(box.left(), box.width(), shape.width(), region.width()),
                start(box.top(), box.height(), shape.height(), region.height()),
                shape);
    }

    /**
     * That of a recipe.
     *
     * @param photo one of the size that was painted into
     * @throws AugmentationException if the recipe tells of no region
     */
    static PaintedWindow of(Recipe recipe, PixelImage photo, ImageShape shape) {
        CanvasRecipe canvas = recipe.canvas();
        if (canvas == null || canvas.region() == null) {
            throw new AugmentationException(
                    "expected a recipe with a region of a photo, found none in that of seed " + recipe.seed());
        }
        return around(canvas.region().mask(photo.width(), photo.height(), shape, recipe.seed()), shape);
    }

    /** What lies in it of a picture of the photo's size. */
    PixelImage of(PixelImage picture) {
        return picture.crop(left, top, shape.width(), shape.height());
    }

    private static int start(int from, int length, int side, int of) {
        return Math.max(0, Math.min(of - side, from + length / 2 - side / 2));
    }
}
