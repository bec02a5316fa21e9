"""background: carries out the jobs of all rooms, each time of each job once, by one process or by several.

Nouns: JobMark, JobRun, Worker. The jobs themselves are registered with duban.asks.schedule.
"""
