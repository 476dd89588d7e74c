package dev.flawsmith.dataset.procedural;

/** One kind of defect: paints a random specimen on a layer, to suit the surface it lies on. */
interface DefectFamily {
    /** The class name. */
    String name();

    void paint(DefectLayer layer, SurfaceStyle style, Draws draws);
}
