//! HiGHS on a file, with its own options or others: for comparisons only.

use std::ffi::{CString, c_void};

use highs_sys::*;

/// One instance of HiGHS holding one program.
pub struct Handle(*mut c_void);

impl Handle {
    /// Reads a file, the format after its extension.
    pub fn read(file: &str) -> Handle {
        let name = CString::new(file).expect("a name");
        // SAFETY: the instance is destroyed by `Drop`; the strings end in 0 and live through the calls.
        unsafe {
            let highs = Highs_create();
            assert_eq!(Highs_setBoolOptionValue(highs, c"output_flag".as_ptr(), 0), 0);
            // 1 is a warning: very small coefficients are dropped.
            assert!(matches!(Highs_readModel(highs, name.as_ptr()), 0 | 1), "HiGHS cannot read {file}");
            Handle(highs)
        }
    }

    /// Sets an option that takes a word.
    pub fn set(&mut self, option: &str, word: &str) {
        let (o, w) = (CString::new(option).expect("a name"), CString::new(word).expect("a word"));
        // SAFETY: both strings end in 0 and live through the call.
        assert_eq!(unsafe { Highs_setStringOptionValue(self.0, o.as_ptr(), w.as_ptr()) }, 0, "{option}");
    }

    /// The optimum, if it is found.
    pub fn run(&mut self) -> Option<f64> {
        // SAFETY: the handle is alive.
        unsafe {
            Highs_run(self.0);
            (Highs_getModelStatus(self.0) == MODEL_STATUS_OPTIMAL).then(|| Highs_getObjectiveValue(self.0))
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: created in `read`, destroyed once.
        unsafe { Highs_destroy(self.0) }
    }
}
