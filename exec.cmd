@rem Windows has no exec; the npm scripts use it elsewhere so that no shell stands between npm's signals and them.
@%*
