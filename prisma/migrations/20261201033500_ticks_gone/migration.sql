DROP TABLE "ticks";
